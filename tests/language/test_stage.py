"""What somebody who complains wants above all."""

import pytest

from kesu.language.triage import read


@pytest.mark.req("D30", "D32")
@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("请问发票怎么开", "none"),
        ("包装完好，很新鲜", "none"),
        ("一直没收到货，麻烦尽快处理一下", "expect"),
        ("客服互相推诿，态度恶劣，一直没人管，给我个说法", "respect"),
        ("质量太差，要求赔偿我的损失并退款", "compensation"),
        ("再不处理我就去12315投诉，等着曝光吧", "revenge"),
        ("太失望了，垃圾，再也不来了", "vent"),
    ],
)
def test_a_text_shows_its_stage(text: str, stage: str) -> None:
    assert read(text).stage == stage
