"""What somebody who complains wants above all."""

import pytest

from kesu.language.triage import read


@pytest.mark.req("D28", "D30", "D32")
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
        ("你们老板在吗", "respect"),
        ("让你们负责人给我回个电话", "respect"),
        ("店里有没有一个能做主的人", "respect"),
        ("老板在吗，这件还有货吗", "none"),
        ("老板人很好，下次还来", "none"),
        ("信不信我让你们开不下去", "revenge"),
        ("你信不信我去曝光你们", "revenge"),
        ("再骗我试试", "revenge"),
        ("信不信由你，这个真好用", "none"),
    ],
)
def test_a_text_shows_its_stage(text: str, stage: str) -> None:
    assert read(text).stage == stage
