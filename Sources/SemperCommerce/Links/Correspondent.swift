package import SemperCoding
package import SemperCommunication
package import SemperModel

/// The way to somebody who is asked and answers in canonical JSON, over any transport: bounds how much may come back, and how
/// long that may take.
///
/// Nothing that it brings has been judged. Throws the other side's `Refusal`, and `TransportError` where nothing is known.
package struct Correspondent: Sendable {
  package let transport: any Transport
  package let address: Address
  private let largest: Int
  private let patience: Span
  private let answerer: Blame

  /// - Parameters:
  ///   - largest: the most bytes of an answer.
  ///   - patience: how long an answer may take.
  ///   - answerer: what the other side is to us, `provider` or `peer`; its refusals are read so.
  package init(
    _ address: Address, over transport: any Transport, largest: Int, patience: Span, answerer: Blame = .provider
  ) {
    self.transport = transport
    self.address = address
    self.largest = largest
    self.patience = patience
    self.answerer = answerer
  }

  package func get<Value: CanonicalValue>(
    _ path: String, _ query: [String: String] = [:], largest: Int? = nil, within patience: Span? = nil
  ) async throws -> Value {
    try await send(Request(.get, path, query: query), largest: largest, within: patience)
  }

  package func post<Value: CanonicalValue>(
    _ body: some CanonicalValue, to path: String, largest: Int? = nil, within patience: Span? = nil
  ) async throws -> Value {
    try await send(
      Request(.post, path, contentType: "application/json", body: body.canonicalBytes), largest: largest,
      within: patience)
  }

  /// - Parameters:
  ///   - largest: where another size than usual may come back.
  ///   - patience: where the answer may take another time than usual.
  package func send<Value: CanonicalValue>(
    _ request: Request, largest: Int? = nil, within patience: Span? = nil
  ) async throws -> Value {
    let largest = largest ?? self.largest
    return try await transport.send(request, to: address, largest: largest, within: patience ?? self.patience)
      .value(largest: largest, from: answerer)
  }
}
