"""What has to be known of each host, in English and Vietnamese."""
# ruff: noqa: E501 - a sentence is read best on one line

WORDS: dict[str, dict[str, tuple[str, ...]]] = {
    "en": {
        "fly": (
            "The store is a SQLite file on a volume of one machine: it outlives deploys, and a second machine would not see it. For several, add the feature postgres, take [mounts] out of fly.toml and leave DATABASE_URL in the secrets.",
            "Names are shared by all of Fly: another one belongs into fly.toml twice, as `app` and in ALLOWED_HOSTS. .env must hold ACCESS_CODE, its values without quotes.",
            "A machine that nobody uses is stopped, and the next visitor waits for its start.",
        ),
        "render": (
            "The disk is new with each deploy: what the app keeps in SQLite is lost then. Add the feature postgres and give DATABASE_URL when Render asks for it, or leave it empty for a demo.",
            "The blueprint is begun at https://dashboard.render.com/select-repo?type=blueprint, once the repository is pushed.",
            "Render asks for ACCESS_CODE, LLM_API_KEY and DATABASE_URL in its dashboard; SECRET it makes up. Another name than the one in render.yaml belongs into ALLOWED_HOSTS as well.",
        ),
        "cloud-run": (
            "There is no disk: SQLite would lie in memory and be lost with each instance. DATABASE_URL must name a PostgreSQL, with the feature postgres; .env must hold it, ACCESS_CODE, SECRET and LLM_API_KEY.",
            "Put your project's name into deploy/cloud-run.yaml and the first command, and once the service has an address, that into ALLOWED_HOSTS. The service's account must be allowed to read the secrets (roles/secretmanager.secretAccessor).",
            "Google answers /healthz itself to those outside; the probes ask inside, where it is the app's.",
        ),
        "space": (
            "Make an empty Space with the SDK Docker first, and put your name in the place of YOU. In its settings add the secrets ACCESS_CODE, SECRET and LLM_API_KEY.",
            "Add the variables ALLOWED_HOSTS=YOU-{name}.hf.space, EMBED_ORIGINS=https://huggingface.co and, since a Space may run the image as another user than its own, DATABASE_URL=sqlite:////tmp/app.db.",
            "The disk is new with each start, and a free Space sleeps after two days without visitors: what the app keeps is lost then, unless DATABASE_URL names a PostgreSQL (feature postgres).",
        ),
    },
    "vi": {
        "fly": (
            "Kho dữ liệu là tệp SQLite trên volume của một máy: còn nguyên qua các lần triển khai, nhưng máy thứ hai sẽ không thấy. Muốn nhiều máy, hãy thêm tính năng postgres, bỏ [mounts] khỏi fly.toml và để DATABASE_URL trong các secret.",
            "Tên trên Fly không được trùng với ai: nếu đổi, hãy sửa hai chỗ trong fly.toml, `app` và ALLOWED_HOSTS. .env phải có ACCESS_CODE, giá trị không đặt trong dấu nháy.",
            "Máy không ai dùng sẽ dừng, và người dùng tiếp theo phải chờ máy khởi động.",
        ),
        "render": (
            "Mỗi lần triển khai là một đĩa mới: dữ liệu trong SQLite sẽ mất. Hãy thêm tính năng postgres và nhập DATABASE_URL khi Render hỏi, hoặc để trống nếu chỉ chạy thử.",
            "Tạo blueprint tại https://dashboard.render.com/select-repo?type=blueprint, sau khi đã đẩy kho mã lên.",
            "Render hỏi ACCESS_CODE, LLM_API_KEY và DATABASE_URL trên trang quản lý; SECRET được tự tạo. Nếu dùng tên khác với render.yaml, hãy sửa cả ALLOWED_HOSTS.",
        ),
        "cloud-run": (
            "Không có đĩa: SQLite sẽ nằm trong bộ nhớ và mất theo từng phiên bản chạy. DATABASE_URL phải trỏ đến PostgreSQL, với tính năng postgres; .env phải có biến này, ACCESS_CODE, SECRET và LLM_API_KEY.",
            "Hãy ghi tên dự án của bạn vào deploy/cloud-run.yaml và lệnh đầu tiên; khi dịch vụ có địa chỉ, ghi địa chỉ đó vào ALLOWED_HOSTS. Tài khoản của dịch vụ phải được quyền đọc secret (roles/secretmanager.secretAccessor).",
            "Google tự trả lời /healthz cho bên ngoài; các điểm kiểm tra hỏi từ bên trong, nơi đó là của ứng dụng.",
        ),
        "space": (
            "Trước hết hãy tạo một Space trống với SDK Docker, và thay YOU bằng tên của bạn. Trong phần cài đặt của Space, thêm các secret ACCESS_CODE, SECRET và LLM_API_KEY.",
            "Thêm các biến ALLOWED_HOSTS=YOU-{name}.hf.space, EMBED_ORIGINS=https://huggingface.co và, vì Space có thể chạy ảnh bằng người dùng khác, DATABASE_URL=sqlite:////tmp/app.db.",
            "Mỗi lần khởi động là một đĩa mới, và Space miễn phí ngủ sau hai ngày không có người dùng: dữ liệu sẽ mất khi đó, trừ khi DATABASE_URL trỏ đến PostgreSQL (tính năng postgres).",
        ),
    },
}
