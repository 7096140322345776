"""What the radar learns of the language while it listens: what is rare, what names places. Pure."""

from dataclasses import dataclass, field

import numpy as np

from kesu.language.radar.reading import BITS, Numbers, Reading, Weights, pairs_of

SKETCH = 140
"""Pieces that are kept of a complaint: those that tell most."""

_BEFORE = 200
"""Complaints that count as heard before the first."""

_COMMON_SHARE = 0.1
_COMMON = (
    "投诉 反映 问题 希望 解决 相关 部门 领导 尊敬 谢谢 感谢 你好 您好 请求 "
    "要求 处理 回复 答复 电话 客服 商家 购买 订单 退款 收到 联系 现在 今天 "
    "昨天 一直 已经 没有 不能 无法 为什么 什么 怎么 如何 可以 是否 因为 所以 "
    "但是 如果 时候 时间 情况 进行 影响 严重 生活 我们 他们 大家 自己 本人 "
    "有关 关于 咨询 举报 建议 尽快 至今 结果 说明 告知 表示 工作 人员 服务 "
    "顾客 消费 消费者 平台 公司 店家 多次 几次 再次 反应 给予 合理 说法 答应 "
    "原因 出现 发现 造成 导致 认为 觉得 知道 需要 应该 小区 社区 街道 学校 公司 "
    "门店 商场 超市 路口 临街 附近 楼下 门口 业主 居民 店里"
)
"""Said in complaints of every kind; written here so that the first few are not taken for alike."""


def _table() -> Weights:
    return np.zeros(1 << BITS, np.float32)


@dataclass
class Knowledge:
    """Counts by piece: in how many issues it was heard, how often at all, how often in the name
    of a place. A burst of one issue makes its words no commoner: they count once.
    """

    heard: int = 0
    _issues: Weights = field(default_factory=_table)
    _said: Weights = field(default_factory=_table)
    _placed: Weights = field(default_factory=_table)

    def __post_init__(self) -> None:
        for word in _COMMON.split():
            self._issues[pairs_of(word)] = _BEFORE * _COMMON_SHARE

    def listen(self, reading: Reading) -> None:
        """One more complaint was heard."""
        self.heard += 1
        np.add.at(self._said, reading.said, 1)
        np.add.at(self._placed, reading.said[reading.placed], 1)

    def met(self, pieces: Numbers, by: int = 1) -> None:
        """These are said in one issue more; ``by`` -1: in one less."""
        self._issues[pieces] += by

    def rarity(self, pieces: Numbers) -> Weights:
        """How much each piece tells; nothing for what nearly every issue says."""
        share = (self.heard + _BEFORE) / (self._issues[pieces] + 1)
        return np.asarray(np.maximum(np.log(share), 0), np.float32)

    def matter(self, pieces: Numbers) -> Weights:
        """From 0 to 1, how far each says what happened, and not where."""
        placed = (self._placed[pieces] + 0.5) / (self._said[pieces] + 1)
        return np.asarray(np.maximum(1 - 1.4 * placed, 0), np.float32)
