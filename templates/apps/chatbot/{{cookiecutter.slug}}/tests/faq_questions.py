"""Small shops and what people ask them: the questions on which the FAQ's weights and thresholds were chosen.

Half are paraphrases that share hardly a word with the entry; a third of the Vietnamese ones have no marks.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Shop:
    """Entries as question -> (answer, ways to ask it), and questions that no entry answers."""

    entries: dict[str, tuple[str, list[str]]]
    off_topic: list[str]


SHOPS = {
    "bikes": Shop(
        {
            "What are your opening hours?": (
                "Monday to Friday 9 to 18, Saturday 10 to 16; closed on Sunday.",
                ["when do you close on saturday", "are you open sundays?"],
            ),
            "How much does a basic service cost?": (
                "A basic service is 60 euros: gears, brakes, tyres and a test ride. Parts cost extra.",
                ["price for a tune-up", "how expensive is it to have my bike checked over"],
            ),
            "How long does a repair take?": (
                "Most repairs are done in two working days; in spring it can be a week.",
                ["my chain broke, when will I have it back", "how many days until it's fixed"],
            ),
            "Do I need an appointment?": (
                "For small things come by; for a service please book a time by phone.",
                ["can i just walk in", "must I book ahead?"],
            ),
            "Do you sell second-hand bikes?": (
                "Yes, we always have about twenty used bikes, all checked, from 150 euros.",
                ["got any used bicycles?", "I want something cheaper, not brand new"],
            ),
            "Can I rent a bike for a day?": (
                "Yes, city bikes cost 15 euros a day; bring an identity card.",
                ["hire a bicycle for the afternoon", "rental"],
            ),
            "Do you repair electric bikes?": (
                "Yes, we repair electric bikes with Bosch and Shimano motors.",
                ["my e-bike's motor is making noise, can you look at it", "do you fix pedelecs"],
            ),
            "How can I pay?": (
                "Cash, debit card and credit card.",
                ["do you take credit cards", "cash only?"],
            ),
            "Do you deliver bikes to my home?": (
                "We deliver within the city for 20 euros.",
                ["could you bring the bike to my place", "shipping"],
            ),
            "What warranty do I get on a repair?": (
                "Six months on our work and on new parts.",
                ["it broke again after you fixed it, is that covered", "guarantee"],
            ),
            "Where are you?": (
                "At 12 Mill Lane, next to the station; bus 4 stops in front.",
                ["what's your address", "how do I get to the shop"],
            ),
            "Which frame size do I need?": (
                "It depends on your height and leg length; we measure you in the shop and you try two sizes.",
                ["I'm 1.82 m tall, what size should I take", "is a medium big enough for me"],
            ),
        },
        [
            "who won the world cup",
            "write me a poem about the sea",
            "what is the capital of Peru",
            "how do I treat a sore tooth",
            "can you recommend a good restaurant",
            "what's the weather tomorrow",
            "hello",
            "how do I bake bread",
            "do you sell motorcycles' insurance",
            "is my salary enough for a mortgage",
            "asdf qwer",
            "translate good morning into French",
        ],
    ),
    "dental": Shop(
        {
            "Phòng khám mở cửa giờ nào?": (
                "Thứ Hai đến thứ Bảy, 8 giờ đến 19 giờ; Chủ nhật nghỉ.",
                ["mấy giờ đóng cửa vậy", "chủ nhật có làm việc không?", "phong kham mo cua may gio"],
            ),
            "Lấy cao răng giá bao nhiêu?": (
                "Lấy cao răng và đánh bóng từ 200.000 đến 400.000 đồng tùy mức độ.",
                ["chi phí cạo vôi răng", "lay cao rang bao nhieu tien", "làm sạch răng hết bao nhiêu"],
            ),
            "Nhổ răng khôn có đau không?": (
                "Bác sĩ gây tê nên bạn không đau khi nhổ; sau đó có thể ê một hai ngày.",
                ["tôi sợ đau khi nhổ răng số 8", "nho rang khon dau khong"],
            ),
            "Tôi đặt lịch hẹn thế nào?": (
                "Bạn gọi số điện thoại của phòng khám hoặc nhắn tin; chúng tôi xác nhận trong giờ làm việc.",
                ["làm sao để hẹn bác sĩ", "muon dat lich kham", "em muốn đăng ký khám ngày mai"],
            ),
            "Phòng khám có nhận bảo hiểm y tế không?": (
                "Phòng khám nhận bảo hiểm tư nhân của một số hãng; bảo hiểm y tế nhà nước thì chưa.",
                ["có dùng thẻ BHYT được không", "bao hiem co chi tra khong"],
            ),
            "Niềng răng mất bao lâu?": (
                "Thường từ 18 đến 24 tháng, tùy tình trạng răng.",
                ["đeo mắc cài trong mấy năm", "nieng rang bao lau thi xong"],
            ),
            "Trẻ em mấy tuổi thì nên đi khám răng?": (
                "Nên khám lần đầu khi có chiếc răng sữa đầu tiên hoặc trước một tuổi.",
                ["con tôi 3 tuổi đã cần đi nha sĩ chưa", "tre em bao nhieu tuoi kham rang"],
            ),
            "Sau khi nhổ răng nên ăn gì?": (
                "Ăn đồ mềm, nguội như cháo, súp trong hai ngày; tránh nhai bên nhổ.",
                ["vừa nhổ răng xong ăn cháo được không", "sau khi nho rang an gi"],
            ),
            "Phòng khám ở đâu?": (
                "Số 5 đường Láng, Hà Nội, có chỗ để xe.",
                ["địa chỉ của phòng khám", "phong kham nam o dau"],
            ),
            "Tẩy trắng răng có hại men răng không?": (
                "Làm đúng cách thì không hại; răng có thể nhạy cảm vài ngày.",
                ["tẩy trắng có làm mòn răng không", "tay trang rang co hai khong"],
            ),
            "Răng bị đau về đêm thì làm gì?": (
                "Súc miệng nước muối ấm, có thể uống thuốc giảm đau thông thường và đến khám sớm.",
                ["nửa đêm răng nhức quá phải làm sao", "dau rang ban dem"],
            ),
            "Có được trả góp không?": (
                "Có, trả góp không lãi trong 6 tháng với điều trị từ 10 triệu đồng.",
                ["thanh toán làm nhiều lần được không", "tra gop duoc khong"],
            ),
        },
        [
            "giá vàng hôm nay",
            "thời tiết ngày mai thế nào",
            "thủ đô của Pháp là gì",
            "viết cho tôi một bài thơ",
            "ai thắng trận tối qua",
            "xin chào",
            "cách nấu phở bò",
            "lai suat ngan hang bao nhieu",
            "mua vé máy bay ở đâu",
            "xe máy của tôi không nổ",
            "hoc tieng anh the nao",
            "tôi bị đau lưng",
        ],
    ),
    "coach": Shop(
        {
            "What can you help me with?": (
                "I ask interview questions like a hiring manager would, and tell you what worked and what to change.",
                ["what do you do?"],
            ),
            'How should I answer "Tell me about yourself"?': (
                "Keep it to a minute: where you are now, what led here, why this job.",
                ["they want me to introduce myself, what do I say", "intro question at the start of the interview"],
            ),
            "How do I talk about a weakness?": (
                "Pick a real one, say what you do about it, and what changed.",
                ["what are my flaws, and should I be honest", "greatest weakness"],
            ),
            "What is the STAR method?": (
                "Situation, task, action, result: four sentences that make an answer easy to follow.",
                ["how to structure a story about something I did", "explain STAR"],
            ),
            "How do I explain a gap in my CV?": (
                "Say it plainly in one sentence, then what you learned or did in that time, then go on to the job.",
                ["I was unemployed for two years, will they ask", "time off between jobs"],
            ),
            "What should I ask the interviewer?": (
                "Ask how success is measured in the role, and what the team struggles with now.",
                ["which questions do I put to them at the end", "do you have any questions for us"],
            ),
            "How do I negotiate salary?": (
                "Know the market range, let them name a number first, then ask for ten per cent above with a reason.",
                ["they offered less than I hoped, what now", "pay rise, asking for more money"],
            ),
            "What should I wear?": (
                "One step more formal than people there dress every day.",
                ["is a suit too much", "clothes"],
            ),
            "How do I prepare for a video interview?": (
                "Test camera, light and sound an hour before, look into the lens, close everything else.",
                ["the interview is on Zoom, any tips", "remote interview webcam"],
            ),
            "Do you keep what I tell you?": (
                "What you write is used for your answer only and is not kept.",
                ["is my data private", "do you store our conversation"],
            ),
            "How early should I arrive?": (
                "Ten minutes before; wait outside if you are earlier.",
                ["what time should I be there", "is ten minutes before ok"],
            ),
            "Should I send a thank-you note?": (
                "Yes, the same day, three sentences, naming one thing you talked about.",
                ["do I write to them afterwards", "follow up email after the interview"],
            ),
        },
        [
            "what is the boiling point of water",
            "recommend a film",
            "how do I fix a flat tyre",
            "who is the president of France",
            "what should I cook tonight",
            "hi there",
            "stock price of Tesla",
            "how long do cats live",
            "book me a flight to Rome",
            "solve x^2 = 9",
            "my tooth hurts",
            "lorem ipsum dolor",
        ],
    ),
    "coffee": Shop(
        {
            "Quán giao hàng những khu vực nào?": (
                "Quán giao trong nội thành Hà Nội và Thành phố Hồ Chí Minh; tỉnh khác gửi bưu điện.",
                ["ở Hà Đông có ship không", "giao toi quan 7 duoc khong"],
            ),
            "Phí giao hàng là bao nhiêu?": (
                "Đơn từ 300.000 đồng miễn phí; dưới mức đó là 25.000 đồng.",
                ["ship hết mấy tiền", "phi ship bao nhieu"],
            ),
            "Bao lâu thì nhận được hàng?": (
                "Nội thành trong hai giờ, tỉnh khác từ hai đến bốn ngày.",
                ["đặt bây giờ khi nào tới", "bao lau thi co hang"],
            ),
            "Cà phê của quán rang ở đâu?": (
                "Tại xưởng nhỏ ở Cầu Đất, Đà Lạt, mỗi tuần hai mẻ.",
                ["hạt được rang tại xưởng nào", "ca phe rang o dau"],
            ),
            "Có cà phê không caffein không?": (
                "Có một loại khử caffein bằng nước, vị nhẹ.",
                ["tôi không uống được caffein thì chọn gì", "decaf"],
            ),
            "Tôi đổi trả hàng thế nào?": (
                "Báo trong bảy ngày kèm ảnh; quán gửi lại hoặc hoàn tiền.",
                ["hàng bị hỏng thì đổi được không", "doi tra the nao"],
            ),
            "Thanh toán bằng cách nào?": (
                "Chuyển khoản, ví MoMo hoặc tiền mặt khi nhận hàng.",
                ["có nhận chuyển khoản không", "thanh toan bang momo"],
            ),
            "Cà phê để được bao lâu?": (
                "Hạt để được sáu tháng, ngon nhất trong sáu tuần sau khi rang; bột thì hai tuần.",
                ["hạn sử dụng của cà phê", "ca phe de duoc bao lau"],
            ),
            "Có bán sỉ không?": (
                "Có, từ 5 kg trở lên giảm 15 phần trăm.",
                ["quán tôi muốn lấy số lượng lớn", "ban si"],
            ),
            "Quán có chương trình thành viên không?": (
                "Có, mỗi 10.000 đồng được một điểm, 100 điểm đổi một gói.",
                ["khách quen có được giảm giá không", "tich diem thanh vien"],
            ),
            "Tôi nên chọn loại hạt nào?": (
                "Thích đậm thì Robusta Buôn Ma Thuột, thích chua nhẹ, thơm thì Arabica Cầu Đất.",
                ["tôi thích vị chua nhẹ thì mua loại nào", "nen mua hat gi"],
            ),
            "Pha cà phê phin thế nào cho ngon?": (
                "20 gam bột, 30 ml nước sôi ủ 30 giây, rồi thêm 70 ml và đợi năm phút.",
                ["hướng dẫn pha phin", "cach pha ca phe phin"],
            ),
        },
        [
            "bóng đá tối nay mấy giờ",
            "dân số Việt Nam là bao nhiêu",
            "cách chữa đau đầu",
            "dich sang tieng anh giup toi",
            "kể chuyện cười đi",
            "chào bạn",
            "thuê nhà ở quận 3",
            "gia xang hom nay",
            "cách sửa máy tính bị treo",
            "điểm thi đại học năm nay",
            "khi nào trời mưa",
            "mua dien thoai nao tot",
        ],
    ),
}
