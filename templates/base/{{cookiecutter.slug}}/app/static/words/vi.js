// @ts-check
/** Lời của trang bằng tiếng Việt. Chỗ trong ngoặc nhọn được thay bằng giá trị. */
export default {
  newConversation: "Cuộc trò chuyện mới",
  ask: "Hỏi {name}…",
  message: "Tin nhắn",
  send: "Gửi",
  stop: "Dừng",
  hint: "Enter để gửi · Shift Enter để xuống dòng",
  conversation: "Cuộc trò chuyện",
  offline: "Câu trả lời có sẵn",
  noModel:
    "Chưa kết nối mô hình nào, nên câu trả lời lấy nguyên văn từ các câu hỏi và trả lời có sẵn của {name}. Đặt khóa vào tệp .env để có câu trả lời thật.",
  free: "Chưa kết nối mô hình: không tốn phí",
  copy: "Sao chép",
  copied: "Đã sao chép",
  again: "Thử lại",
  started: "Đang viết câu trả lời.",
  finished: "Đã trả lời xong.",
  stopped: "Đã dừng",
  faq: "từ câu trả lời có sẵn",
  tokens: "{count} token",
  cutOff: "Kết nối bị ngắt trước khi trả lời xong.",
  unreachable: "Không kết nối được với ứng dụng. Hãy kiểm tra ứng dụng còn đang chạy không.",
  menu: "Menu",
  spent: "Cuộc trò chuyện này: {amount}",
};
