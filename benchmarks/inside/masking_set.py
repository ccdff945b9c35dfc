"""Made-up sentences with and without personal data, in English and Vietnamese; what is to be masked stands in ⟦ ⟧."""

from __future__ import annotations

from collections.abc import Iterator

PHONES_HERE = (
    "0912345678", "0912 345 678", "0912.345.678", "091-234-5678", "09 1234 5678", "0868 123 456", "038 765 4321",
    "+84912345678", "+84 912 345 678", "(+84) 912 345 678", "84912345678", "0084 912 345 678", "0763.112.233",
    "024 3825 1234", "(028) 3822 5678", "0236 3821 234", "02838221234", "01693234345", "0 9 1 2 3 4 5 6 7 8",
)  # fmt: skip
PHONES_ABROAD = (
    "+1 650 253 0000", "+1-212-555-0123", "+44 20 7946 0958", "+49 30 901820", "+65 6323 1234", "+81 3-1234-5678",
    "+61 2 9374 4000", "+33 1 42 68 53 00", "+82-2-312-3456", "+1 (415) 555-2671",
)  # fmt: skip
EMAILS = (
    "nam.tran@example.com", "lan_2001+work@mail.example.vn", "NGUYEN.HOA@EXAMPLE.ORG", "x@y.io", "ông.ba@thư.vn",
    "first-last@sub.domain.co.uk", "99problems@example.net", "o'hara@example.ie",
)  # fmt: skip
CITIZENS = ("001203004567", "079185012345", "031 301 000 123", "048099001234", "001 085 012 345", "092.187.003.456")
OLD_IDENTITIES = ("012345678", "023 456 789", "271 938 475", "301928374")
TAX_CODES = ("0100109106", "0301442986", "0100109106-001", "8012345671", "0312120782")
PASSPORTS = ("C1234567", "B7654321", "N1928374", "PA0940443", "P12345678")
ACCOUNTS = ("0071001234567", "19036789012345", "1903 6789 0123 45", "102345678901", "060012345678", "6789123")
CARDS = (
    "4111 1111 1111 1111", "4111111111111111", "5500-0055-5555-5559", "378282246310005", "3530111333300000",
    "9704 0012 3456 7890", "9704366812345678901", "6011000990139424",
)  # fmt: skip
IBANS = ("GB82 WEST 1234 5698 7654 32", "DE89370400440532013000", "FR14 2004 1010 0505 0001 3M02 606")
ADDRESSES = ("203.0.113.7", "10.20.30.40", "2001:db8::8a2e:370:7334", "198.51.100.23")
SECRETS = (
    "sk-proj-Abcd1234Efgh5678Ijkl", "ghp_abcdefghijklmnopqrstuvwxyz0123456789", "AKIAIOSFODNN7EXAMPLE",
    "hf_AbCdEfGhIjKlMnOpQrStUvWxYz012345", "AIzaSyA1234567890abcdefghijklmnopqrstu",
)  # fmt: skip

# Frames of sentences, with the values that each is filled with.
FRAMES: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    (
        (
            "Anh gọi em theo số ⟦%s⟧ sau 5 giờ chiều nhé.",
            "SĐT: ⟦%s⟧, giao trong giờ hành chính.",
            "Liên hệ ⟦%s⟧ hoặc nhắn Zalo.",
            "Khách tên Hoa (⟦%s⟧) muốn đổi lịch ngày 12/03/2026.",
            "Please call me back on ⟦%s⟧ before 6 pm.",
        ),
        PHONES_HERE,
    ),
    (
        ("My number is ⟦%s⟧, ask for Ann.", "Tel.: ⟦%s⟧", "Gọi cho con trai tôi ở nước ngoài, số ⟦%s⟧."),
        PHONES_ABROAD,
    ),
    (
        (
            "Write to ⟦%s⟧ and I will reply today.",
            "Gửi hóa đơn về ⟦%s⟧ giúp tôi.",
            "Email:⟦%s⟧;",
            "Our contact (⟦%s⟧) has moved.",
        ),
        EMAILS,
    ),
    (
        (
            "Số CCCD của tôi là ⟦%s⟧, cấp tại Hà Nội.",
            "CCCD:⟦%s⟧",
            "Her citizen ID is ⟦%s⟧.",
            "Khách ⟦%s⟧ chưa ký hợp đồng.",
            "căn cước công dân số ⟦%s⟧ ngày cấp 01/02/2022",
        ),
        CITIZENS,
    ),
    (
        ("CMND số ⟦%s⟧ do Công an TP.HCM cấp.", "Chứng minh nhân dân cũ: ⟦%s⟧", "Old identity card no. ⟦%s⟧."),
        OLD_IDENTITIES,
    ),
    (
        ("MST ⟦%s⟧, Công ty TNHH Hoa Mai.", "Xuất hóa đơn cho mã số thuế ⟦%s⟧.", "Our tax code is ⟦%s⟧."),
        TAX_CODES,
    ),
    (
        ("Hộ chiếu số ⟦%s⟧ hết hạn năm sau.", "My passport ⟦%s⟧ was stolen.", "Passport No.: ⟦%s⟧"),
        PASSPORTS,
    ),
    (
        (
            "Chuyển vào STK ⟦%s⟧ Vietcombank giúp mình.",
            "Số tài khoản: ⟦%s⟧ tại ngân hàng ACB, chủ tài khoản Lê Văn A.",
            "⟦%s⟧ Techcombank, nội dung tiền nhà",
            "Please refund to account number ⟦%s⟧.",
            "BIDV ⟦%s⟧ - Tran Thi B",
        ),
        ACCOUNTS,
    ),
    (
        ("Thẻ ⟦%s⟧ bị trừ tiền hai lần.", "My card ⟦%s⟧ expires 09/28.", "Charge it to ⟦%s⟧, please."),
        CARDS,
    ),
    (("Wire it to ⟦%s⟧ by Friday.", "IBAN: ⟦%s⟧", "Chuyển sang IBAN ⟦%s⟧ giúp tôi."), IBANS),
    (("The attack came from ⟦%s⟧ last night.", "IP của khách là ⟦%s⟧.", "ssh root@⟦%s⟧"), ADDRESSES),
    (("The key ⟦%s⟧ stopped working.", "Khóa API của em: ⟦%s⟧", "export OPENAI_API_KEY=⟦%s⟧"), SECRETS),
)

WHOLE = (
    "Clone https://⟦deploy:s3cr3tpass⟧@git.example.com/repo.git first.",
    "postgresql://⟦app:Th1sIsSecret⟧@db.example.com:5432/app is the address.",
    "Trang https://example.com/login?user=nam&password=⟦Hunter22⟧ bị lộ.",
    "Mật khẩu: ⟦Abc@12345⟧",
    "Call ⟦0912345678⟧ or ⟦+44 20 7946 0958⟧, mail ⟦nam@example.com⟧.",
    "CCCD ⟦001203004567⟧, SĐT ⟦0912 345 678⟧, STK ⟦0071001234567⟧ VCB.",
    "Nam (⟦0987654321⟧, ⟦nam@example.vn⟧) và Lan (⟦0912.111.222⟧)",
    "ĐT⟦0912345678⟧ gặp anh Nam",
    "Bên mua: Công ty Hoa Mai, MST ⟦0100109106⟧, TK ⟦19036789012345⟧ tại Techcombank.",
    '{"name": "An", "phone": "⟦0912345678⟧", "note": "gọi\\n⟦0987654321⟧"}',
    "⟦0912345678⟧",
    # written as people write
    "Gọi (⟦0912⟧) ⟦345-678⟧ nha",
    "Hotline: ⟦0901.23.45.67⟧ - ⟦0987.65.43.21⟧",
    "sdt e ⟦+84.912.345.678⟧ ạ",
    "lh ⟦091 2345 678⟧/⟦0987 654 321⟧",
    "Bàn: ⟦0243 8251234⟧ máy lẻ 12",
    "Từ Mỹ gọi ⟦001 650 253 0000⟧",
    "số đt ⟦o912345678⟧ nhé (chữ o)",
    "Zalo:⟦0912345678⟧,fb Nam Trần",
    "alo⟦0382.111.222⟧",
    "Nam<⟦nam@example.vn⟧>",
    "mailto:⟦nam@example.vn⟧?subject=Hi",
    "Mail em là ⟦nam.tran@example.com⟧.",
    "nam(at)example.com thì viết là ⟦nam@example.com⟧",
    "CCCD/CMND số: ⟦001203004567⟧",
    "Số định danh cá nhân ⟦030301004567⟧",
    "Cccd e là ⟦079 3 01 004567⟧",
    "CMND ⟦012345678⟧ (cũ), CCCD ⟦001085012345⟧ (mới)",
    "Hộ chiếu Việt Nam số: ⟦C1234567⟧, nơi cấp Hà Nội",
    "passport (⟦K9876543⟧)",
    "TK: ⟦0071-0012-34567⟧ - NH VCB",
    "Acc: ⟦6789 1234 567⟧ (MB)",
    "Chuyển khoản tới ⟦0912345678⟧ MB Bank",
    "vietinbank ⟦1020 1000 2345 678⟧ Le Van C",
    "Nhận lương qua tài khoản Agribank ⟦1500205123456⟧ nhé chị",
    "Account holder Jane Roe, acct no ⟦000123456789⟧, routing elsewhere",
    "MST cá nhân của tôi là ⟦8012345671⟧",
    "Mã số doanh nghiệp/MST: ⟦0312120782⟧",
    "thẻ visa ⟦4111-1111-1111-1111⟧ hết hạn",
    "Napas ⟦9704361234567890123⟧ không rút được",
    "iban ⟦de89 3704 0044 0532 0130 00⟧ in small letters",
    "Client ⟦2001:db8:0:0:1::1⟧ and ⟦192.0.2.55⟧:8080 failed",
    "curl -H 'Authorization: Bearer ⟦eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NSJ9.abcDEF123456ghiJKL⟧'",
    "token=⟦abcd1234efgh⟧&page=2",
    "pass wifi là ⟦Hanoi2026⟧",
    "My SSN is ⟦123-45-6789⟧.",
    "Sinh ngày 12/03/1990, CCCD ⟦001090004567⟧, quê Nam Định",
    "⟦nam@example.com⟧, ⟦lan@example.com⟧; ⟦hoa@example.com⟧",
)

WITHOUT = (
    # orders, codes, references
    "Mã khách hàng 12345678 được giảm 10%.", "Số hợp đồng 123456789 ký hôm qua.", "Khách hàng số 12345678901234.",
    "Phiếu 1234567890123456 đã hủy.", "Ref 4111 2222 3333 4444 is not a card.", "Đơn 0123456789 bị trả lại.",
    "Bill 20261126001 chưa thanh toán.", "Mã OTP 482913 có hiệu lực 5 phút.", "Your code is 482913.",
    "Đơn hàng DH0098123 và DH0098124.", "Số lô 240915-03, ca 2.", "Member 00012345 joined.", "Zip 100000 or 94043-1351",
    "Đơn hàng 123456789 đã giao chưa?", "Order 2023004567 has not arrived.", "Mã vận đơn SPXVN0212345678 của tôi đâu?",
    "Hóa đơn số 0001234 ngày 05/06/2026.", "Invoice INV-2026-001234 is overdue.", "SKU 893456789012 hết hàng.",
    "Mã đơn: 220315ABCD1234", "Ticket #4567890 was closed.", "Tracking number 1Z999AA10123456784 shows nothing.",
    "Mã giảm giá TET2026 không dùng được.", "ISBN 978-3-16-148410-0 is out of print.", "Barcode 8934567890128",
    "Số seri 356938035643809 trên hộp máy.", "Hợp đồng 15/2026/HĐMB ký ngày 01/03/2026.", "Case 2026-45871, room 1204.",
    # dates and times
    "Hẹn lúc 14:30 ngày 27/11/2026.", "We met on 2026-11-26 at 10:15:30.", "Từ 01/01/2020 đến 31/12/2025.",
    "Backup 20261126_183000 is complete.", "Năm 1900-1975 và 1975-2025.", "Open 08:00-17:30, Monday to Friday.",
    "Sinh năm 1985, tốt nghiệp 2007.", "The log of 2026-11-26T10:15:30Z is empty.", "Ngày 26.11.2026, 9 giờ 15.",
    # money
    "Giá 1.250.000 đ, giảm còn 990.000đ.", "Tổng cộng 12.345.678 đồng.", "Lương 25 000 000 VND một tháng.",
    "It costs $1,234,567.89 in total.", "Chuyển 5000000 đồng cho mẹ.", "Số dư tài khoản là 1.250.000 đồng.",
    "Trong tài khoản của tôi còn 15000000 đ.", "The account balance is 1250000 USD.", "Phí 0,5% trên 300 triệu.",
    "Doanh thu 1.234.567.890 đồng, lãi 12%.", "Bán 3 tỷ 500 triệu.", "Budget: 2 000 000 EUR for 2026.",
    "Thanh toán 450000 qua Momo.", "Nạp 100000đ vào Momo", "VCB thông báo phí 11.000 VND.",
    # laws, sections, standards
    "Điều 113 Bộ luật Lao động số 45/2019/QH14.", "Nghị định 13/2023/NĐ-CP về bảo vệ dữ liệu cá nhân.",
    "Khoản 2 Điều 3 Thông tư 200/2014/TT-BTC.", "Luật 91/2025/QH15 có hiệu lực từ 01/01/2026.",
    "See section 3.2.1.4 of ISO 27001:2022.", "Regulation (EU) 2016/679, Article 17.", "RFC 2616 and RFC 9110.",
    "QCVN 06:2022/BXD, mục 3.2.1.1.", "Công văn 1234/TCT-CS ngày 15/05/2025.", "Quyết định số 2345/QĐ-UBND.",
    # software
    "Upgrade to version 1.2.3.4 today.", "Phiên bản 10.0.19.1 có lỗi.", "Python 3.11.7, numpy 2.4.6.",
    "std::vector<int> a; foo::bar();", "Commit 5f3a9c1e2b7d8890 broke it.", "It listens on 127.0.0.1:8000.",
    "uuid 550e8400-e29b-41d4-a716-446655440000", "color: #1a2b3c; width: 1200px", "0x7fffffff overflows",
    "The aspect ratio is 16:9, at 10:30.", "@app.get('/users') def users(): ...", "pip install name@1.2.3",
    "MAC 00:1A:2B:3C:4D:5E", "std::chrono::steady_clock::now()", "Send it @everyone at noon.",
    "password: please choose one of your own", "The token limit is 128000 tokens.", "max_tokens=4096, seed=12345678",
    # quantities, places
    "Nhà 123 đường Láng, quận Đống Đa.", "Mã bưu chính 100000, Hà Nội.", "Diện tích 1 234 567 m2.",
    "Dân số 100.300.000 người.", "The planet is 149597870 km away.", "Pi is 3.14159265358979.", "2^31 = 2147483648",
    "Tọa độ 21.028511, 105.804817.", "Lat 10.762622, long 106.660172", "Cao 1m75, nặng 68 kg.",
    "Phòng 0912, tầng 9.", "Chuyến bay VN123 lúc 6h.", "Biển số 30A-123.45 đỗ sai.", "Lô 45678, hạn dùng 12/2027.",
    "There are 6,502,530,000 of them.", "He scored 98765 points.", "Kết quả xổ số: 123456, 98765.",
    # hotlines, which are nobody's
    "Gọi tổng đài 1900 1009 hoặc 1800 1234.", "Hotline 19006017 phục vụ 24/7.", "Cấp cứu gọi 115, cảnh sát 113.",
    "Call 1800 599 920 for help, it is free.", "Dial 911 in an emergency.",
    # words alone
    "How much is a service?", "Bao giờ cửa hàng mở cửa?", "My name is Nguyen Van An and I live in Hue.",
    "Tôi muốn mở tài khoản tại Vietcombank.", "Passport photos cost 5 euros.", "CCCD gắn chip làm ở đâu?",
    "Mã số thuế cá nhân tra ở đâu?", "I forgot my password.", "Hộ chiếu của tôi hết hạn.", "What is an IBAN?",
    "Thẻ tín dụng nào phí thấp?", "Số điện thoại của anh là gì?", "[see page 3] and [1]", "An email costs nothing.",
    "Xin chào, tôi cần tư vấn gói 12 tháng.", "The IP address was hidden.", "Cho hỏi STK bên mình?",
)  # fmt: skip

# Written when the patterns were done, and none was changed for them.
UNSEEN = (
    "Dạ em chào shop, em tên Phương, sđt em ⟦0908 77 66 55⟧, nhà ở hẻm 12 Lê Lợi ạ",
    "Shop ship cho mình về Biên Hòa, gọi số ⟦0251.3822.288⟧ gặp chị Thu nha",
    "Số của bố mình: ⟦+84-38-222-3344⟧, của mẹ: ⟦0379998877⟧",
    "nt cho mình qua ⟦baron@example.com⟧ hoặc ⟦trang-le88@cty.example.vn⟧",
    "Em gửi CCCD: ⟦052 094 001 122⟧, mặt sau em chụp mờ quá",
    "Thẻ căn cước của con tôi sinh 2015 là ⟦001 215 012 345⟧",
    "Người được ủy quyền: Lê Thị Hà, CMT ⟦168234567⟧, cấp 2009",
    "Công ty CP Ánh Dương (mã số thuế ⟦0302341567⟧) đề nghị hoàn 12.500.000 đồng",
    "Chuyển giùm 2tr vào ⟦9704229876543210123⟧ nhé, thẻ MB của vợ anh",
    "ck về tk ⟦060123456789⟧ sacombank chi nhánh Gò Vấp",
    "Số TK nhận lương ⟦2150 2050 88888⟧ Agribank Nam Định",
    "STK của mình là ⟦88886868⟧, ngân hàng Quân đội",
    "Visa ⟦4539 1488 0343 6467⟧ cvv để em nhắn riêng",
    "Em bị mất hộ chiếu ⟦Q0012345⟧ ở sân bay Nội Bài",
    "passport number is ⟦GB1234567⟧, issued in London",
    "Hi, this is Maria, reach me at ⟦+34 612 34 56 78⟧ or ⟦maria.lopez@example.es⟧",
    "You can text ⟦+1 (206) 555-0147⟧ after lunch.",
    "Number: ⟦+84 28 3930 3030⟧ ext 5",
    "Our office line ⟦(0292) 3830 999⟧ is busy all day",
    "Please update my card to ⟦5425 2334 3010 9903⟧, exp 04/29",
    "Amex ⟦3714 496353 98431⟧ was declined again",
    "The IBAN of the landlord is ⟦NL91 ABNA 0417 1643 00⟧.",
    "ES account ⟦ES9121000418450200051332⟧ in Madrid",
    "Failed login for admin from ⟦185.220.101.4⟧ port 52344",
    "Ping ⟦fe80::1ff:fe23:4567:890a⟧ does not answer",
    "redis://:⟦p4ssw0rd⟧@cache.internal:6379/0",
    "My OpenAI key is ⟦sk-svcacct-Zx9Yw8Vu7Ts6Rq5Po4⟧ please check",
    "Đổi mật khẩu tài khoản thành ⟦Tr4ng@2026⟧ giúp em",
    "Wifi password is ⟦homesweet99⟧",
    "SSN on file: ⟦219-09-9999⟧",
    "Bank account ⟦12345678⟧ sort code ⟦12-34-56⟧ for the rent",
    "gửi về nam dot tran at example dot com giúp mình",
    "Mã hồ sơ 2026-000457-HN nộp hôm 03/11, chưa thấy kết quả.",
    "Em đặt 3 áo size M, mã SP A1029384, giá 359k/cái.",
    "Bảng giá: 1.990.000đ - 2.490.000đ - 12.990.000đ",
    "Căn hộ 75m2, giá 3.250.000.000, tầng 18 tòa S2.05",
    "QĐ 1468/QĐ-TTg ngày 29/09/2025, trang 12-15.",
    "Kết quả xét nghiệm: HbA1c 6,2%, glucose 5.4 mmol/L, ngày 21.10.2026",
    "Giờ tàu SE3 19:20, SE5 08:50, vé 1234567",
    "Model number WH-1000XM5, firmware 2.3.1, serial 5012345678",
    "We sold 1,204,500 units in 2025 and 1,390,200 in 2026.",
    "Meeting ID 845 2231 9087 starts at 9.",
    "PR #10234 fixes issue 98231, see commit 9fceb02.",
    "Question 113, page 2048, chapter 12.",
    "Chỉ số VN-Index 1.284,53 điểm, khối lượng 812.345.600 cổ phiếu",
    "Tôi cần vay 500 triệu trong 60 tháng, lãi 8,5%/năm.",
    "Xe 29A1-123.45, số khung RLHJC4321BY012345",
    "Toạ độ 16°03'N 108°13'E, cao 12 m",
    "Bài thi 45 phút, 40 câu, thang điểm 10.",
    "Lịch học 2-4-6, ca 18h-19h30, phòng B203.",
)


def sentences() -> Iterator[str]:
    """Every sentence, marked; each frame takes its values in turn, so that a few hundred hold all of them."""
    for frames, values in FRAMES:
        for number in range(max(len(frames) * 4, len(values))):
            yield frames[number % len(frames)] % values[number % len(values)]
    yield from WHOLE
    yield from WITHOUT
