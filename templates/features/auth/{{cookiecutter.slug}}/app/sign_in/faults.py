"""What keeps someone from signing in: a code, a status, a sentence and the next step."""

from typing import Final

STATUS: Final = {
    "sign_in_needed": 401,
    "denied": 403,
    "not_allowed": 403,
    "email_unverified": 403,
    "expired": 400,
    "too_often": 429,
    "uncounted": 503,
    "store_failed": 503,
    "misconfigured": 500,
    "unreachable": 502,
    "refused": 502,
    "clocks": 502,
    "untrusted": 502,
}

SENTENCES: Final = {
    "en": {
        "sign_in_needed": ("You are not signed in.", "Reload the page to sign in."),
        "denied": ("You have not let {provider} tell the app who you are.", "Without that it stays closed; try again."),
        "not_allowed": (
            "This page is not open to your account.",
            "Sign in with another one, or ask the owner of this page to let you in.",
        ),
        "email_unverified": (
            "{provider} has not verified your email address.",
            "Verify it there, then sign in again.",
        ),
        "expired": ("This sign-in took too long, or was used already.", "Begin again."),
        "too_often": ("There were too many tries at once.", "Wait a minute, then try again."),
        "uncounted": ("The app can let nobody in now.", "Try again in a minute."),
        "store_failed": ("The app cannot look up who is signed in.", "Try again in a minute."),
        "misconfigured": (
            "The app and {provider} do not know each other.",
            "The owner of this page needs to look into the app's log.",
        ),
        "unreachable": ("{provider} cannot be reached.", "Try again in a minute."),
        "refused": ("{provider} did not sign you in.", "Try again in a minute, or with another account."),
        "clocks": (
            "What {provider} said is out of date.",
            "The owner of this page needs to set the clock of the app's machine right.",
        ),
        "untrusted": (
            "What {provider} said cannot be trusted.",
            "Begin again; if it stays so, the owner of this page needs to look into the app's log.",
        ),
    },
    "vi": {
        "sign_in_needed": ("Bạn chưa đăng nhập.", "Hãy tải lại trang để đăng nhập."),
        "denied": (
            "Bạn chưa cho phép {provider} cho ứng dụng biết bạn là ai.",
            "Ứng dụng chỉ mở khi có điều đó; hãy thử lại.",
        ),
        "not_allowed": (
            "Trang này không dành cho tài khoản của bạn.",
            "Hãy đăng nhập bằng tài khoản khác, hoặc nhờ chủ trang cho phép.",
        ),
        "email_unverified": (
            "{provider} chưa xác minh địa chỉ email của bạn.",
            "Hãy xác minh ở đó rồi đăng nhập lại.",
        ),
        "expired": ("Lần đăng nhập này đã quá lâu hoặc đã được dùng.", "Hãy bắt đầu lại."),
        "too_often": ("Có quá nhiều lần thử cùng lúc.", "Hãy đợi một phút rồi thử lại."),
        "uncounted": ("Lúc này ứng dụng chưa cho ai vào được.", "Hãy thử lại sau một phút."),
        "store_failed": ("Ứng dụng không xem được ai đang đăng nhập.", "Hãy thử lại sau một phút."),
        "misconfigured": (
            "Ứng dụng và {provider} chưa nhận ra nhau.",
            "Chủ trang cần xem nhật ký của ứng dụng.",
        ),
        "unreachable": ("Không kết nối được với {provider}.", "Hãy thử lại sau một phút."),
        "refused": ("{provider} không đăng nhập được cho bạn.", "Hãy thử lại sau một phút, hoặc dùng tài khoản khác."),
        "clocks": (
            "Thông tin từ {provider} không còn đúng giờ.",
            "Chủ trang cần chỉnh lại đồng hồ của máy chạy ứng dụng.",
        ),
        "untrusted": (
            "Không tin được thông tin từ {provider}.",
            "Hãy bắt đầu lại; nếu vẫn vậy, chủ trang cần xem nhật ký của ứng dụng.",
        ),
    },
}


class SignInFault(Exception):
    """Nobody is let in; the code says why."""

    def __init__(self, code: str, retry_after: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.headers = {"retry-after": retry_after} if retry_after else {}
