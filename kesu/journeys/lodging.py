"""What a lodging says: the payload of a complaint that comes in (API, POST /complaints)."""

from typing import Self

from pydantic import Field, model_validator

from kesu.consults.rules import MerchantRole
from kesu.journeys.payload import Moment, Name, Part, Phone, Text, misfit
from kesu.journeys.promise import Promised
from kesu.journeys.resolve import Solved
from kesu.policy.codes import Channel, Source, SpecialRole, Urgency


class GivenCustomer(Part):
    name: Name | None = Field(default=None, title="Name")
    phone: Phone | None = Field(default=None, title="Telephone")
    email: Name | None = Field(default=None, title="E-mail")
    external_id: Name | None = Field(default=None, title="Member number")
    level: int | None = Field(default=None, ge=0, le=9, title="Level")
    special_role: SpecialRole | None = Field(default=None, title="Special role")
    age: int | None = Field(default=None, ge=0, le=130, title="Age")

    @model_validator(mode="after")
    def _email(self) -> Self:
        if self.email is not None and not _looks_like_an_address(self.email):
            raise misfit("email", "This is not an e-mail address.", "name@example.org")
        return self


class FirstContact(Part):
    """How the contact ends that the complaint was lodged in: one of both (E67)."""

    promise: Promised | None = Field(default=None, title="Promise")
    resolved: Solved | None = Field(default=None, title="Solved at once")

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.promise is None) == (self.resolved is None):
            raise misfit("", "Either solved at once or a promise.", "promise, resolved")
        return self


class Lodging(Part):
    channel: Channel = Field(title="Channel")
    text: Text = Field(title="What the customer said")
    subject: Name | None = Field(default=None, title="Subject")
    customer: GivenCustomer = Field(title="Customer")
    type: Name | None = Field(default=None, title="Type")
    source: Source | None = Field(default=None, title="Source")
    merchant: Name | None = Field(default=None, title="Merchant")
    product: Name | None = Field(default=None, title="Product")
    order: Name | None = Field(default=None, title="Order")
    campaign: Name | None = Field(default=None, title="Campaign")
    store: Name | None = Field(default=None, title="Store or terminal")
    merchant_person: Name | None = Field(default=None, title="Merchant's person")
    merchant_role: MerchantRole | None = Field(default=None, title="Role of that person")
    accused_agent: Name | int | None = Field(default=None, title="Agent complained about")
    remedy_sought: Text | None = Field(default=None, title="What the customer wants")
    urgent: bool | None = Field(default=None, title="Urgent")
    urgent_reasons: list[Urgency] | None = Field(default=None, max_length=5, title="Reasons")
    mandated_deadline: Moment | None = Field(default=None, title="Mandated deadline")
    first_contact: FirstContact | None = Field(default=None, title="How this contact ends")
    received: Moment | None = Field(default=None, title="Received")
    external_id: Name | None = Field(default=None, title="Number elsewhere")

    @model_validator(mode="after")
    def _urgent_has_reasons(self) -> Self:
        derived = (
            self.source == Source.group or self.mandated_deadline or self.customer.special_role
        )
        if self.urgent and not self.urgent_reasons and not derived:
            known = ", ".join(Urgency)
            raise misfit("urgent_reasons", "An urgent complaint needs a reason.", known)
        if self.urgent is False and self.urgent_reasons:
            raise misfit("urgent", "There are reasons of urgency.", "true")
        return self


def _looks_like_an_address(text: str) -> bool:
    name, at, host = text.strip().rpartition("@")
    return bool(
        name and at and "." in host and not any(letter.isspace() for letter in text.strip())
    )
