public import SemperCoding
public import SemperCommunication
public import SemperModel

extension ReceivedReply {
  /// The value that an answer with status 200 holds.
  ///
  /// Throws a `Refusal` for problem details that settle something, and `TransportError` for everything else: then nothing
  /// is known, and the same request has to be sent again.
  ///
  /// - Parameter answerer: what the other side is to us, for whom it blames.
  public func value<Value: CanonicalValue>(
    as type: Value.Type = Value.self, largest: Int, from answerer: Blame = .provider
  ) throws -> Value {
    guard status == 200 else {
      guard let refusal = Refusal(self, from: answerer), !refusal.code.isPassing else {
        throw TransportError(.interrupted, Refusal(self)?.detail ?? "the answer has the status \(status); ask again")
      }
      throw refusal
    }
    do {
      return try Value(json: CanonicalJSON.parse(body, limits: .statement(bytes: largest)))
    } catch {
      throw TransportError(.malformed, "the answer cannot be read: \(error)")
    }
  }
}
