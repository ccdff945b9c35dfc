"""What is asked and said where the page is looked at."""

ASKED = {
    "en": ("How do I answer “tell me about yourself”?", "And how long should it be?"),
    "vi": ("Đau răng khôn có nên nhổ không?", "Vậy đặt lịch chiều mai giúp mình được không?"),
}

SAID = {
    "en": (
        """Keep it to **ninety seconds**, in three steps:

1. Where you are now.
2. What brought you here.
3. Why this role.

| Part | Seconds |
| --- | ---: |
| Now | 30 |
| Before | 40 |
| Next | 20 |

Say it aloud [twice](https://example.com/speaking) before you go:

```
I build reports that people read.
```""",
        """About **a minute and a half**. Longer than two minutes and they stop listening.

Shorter than one and they have nothing to ask about. Practise with a clock, then put the clock away.""",
    ),
    "vi": (
        """Đau răng khôn kéo dài thường do **viêm lợi trùm** hoặc răng mọc lệch. Bạn có thể:

- Súc miệng nước muối ấm 3–4 lần mỗi ngày.
- Chải nhẹ vùng lợi quanh răng, tránh nhai bên đau.
- Không tự uống kháng sinh còn thừa từ lần trước.

| Dấu hiệu | Nên làm |
| --- | --- |
| Sốt | khám ngay |
| Sưng má | khám ngay |

Xem thêm [hướng dẫn](https://example.com/rang):

```
Nước muối: 1 thìa, 200 ml ấm
```""",
        """Mình không đặt lịch thay bạn được. Bạn gọi **quầy lễ tân** hoặc nhắn Zalo của phòng khám.

Nhớ nói đau răng khôn ba ngày để được xếp vào buổi sớm nhất. Trước khi đến, bạn nên ăn nhẹ.""",
    ),
}
