import SemperModel

extension CardChannel {
  /// Sends a command whose answer has exactly so many bytes, or is empty where that is allowed.
  ///
  /// Throws the card's no as a `Refusal`, and `CardFailure` when there was no answer or none that can be.
  func send(
    _ command: CommandAPDU, answer count: Int, orNothing: Bool = false, blame: Blame = .us
  ) async throws -> FieldReader? {
    let response = try await transmit(command)
    guard response.status == .done else { throw response.status.refusal(by: blame) }
    if response.data.isEmpty, orNothing || count == 0 { return nil }
    guard response.data.count == count else {
      throw CardFailure(.malformed, "the card answered with \(response.data.count) bytes, not with \(count)")
    }
    return FieldReader(response.data)
  }

  /// As above, where an answer is needed.
  func ask(_ command: CommandAPDU, answer count: Int, blame: Blame = .us) async throws -> FieldReader {
    guard let fields = try await send(command, answer: count, blame: blame) else {
      throw CardFailure(.malformed, "the card answered with nothing")
    }
    return fields
  }
}
