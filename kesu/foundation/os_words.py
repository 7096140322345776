"""What the system says when a file cannot be had, in Chinese; it knows English alone."""

import errno

_ZH = {
    errno.ENOENT: "没有这个文件或目录",
    errno.EISDIR: "这是目录，应为文件",
    errno.ENOTDIR: "路径中有一段不是目录",
    errno.EEXIST: "已经存在",
    errno.EACCES: "没有权限",
    errno.EPERM: "不允许这样做",
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "磁盘配额已用完",
    errno.EROFS: "文件系统只读",
    errno.EIO: "读写出错",
    errno.ENAMETOOLONG: "名称过长",
    errno.ELOOP: "链接绕成了圈",
    errno.EMFILE: "打开的文件过多",
    errno.ENFILE: "打开的文件过多",
    errno.EFBIG: "文件过大",
    errno.EBADF: "未打开",
    errno.ENXIO: "没有这个设备",
    errno.ENOTEMPTY: "目录不是空的",
    errno.EBUSY: "正在使用",
    errno.ETXTBSY: "正在使用",
    errno.ECONNREFUSED: "连接被拒绝",
    errno.ECONNRESET: "连接被断开",
    errno.EADDRINUSE: "地址已被占用",
    errno.ETIMEDOUT: "等待超时",
}


def reason(fault: OSError | ValueError, *, english: bool) -> str:
    """Why, without the file's name; in the system's own words where there are no Chinese ones."""
    number = getattr(fault, "errno", None)
    own = getattr(fault, "strerror", None) or str(fault)
    return own if english else _ZH.get(number or 0, own)
