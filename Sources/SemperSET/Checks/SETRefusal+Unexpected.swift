extension SETRefusal {
  /// Another message than the one that is waited for; an Error message is told as what it says.
  static func unexpected(_ wrapper: MessageWrapper) -> SETRefusal {
    if case .error(let error) = wrapper.message, let data = error.data {
      return SETRefusal(.supported, "the other side did not process the message: \(data.code)")
    }
    return SETRefusal(.supported, "\(wrapper.message.name) is not expected here")
  }
}
