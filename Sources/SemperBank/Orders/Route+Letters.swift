import SemperCoding
public import SemperCommunication
public import SemperCryptography
public import SemperModel

extension Route {
  /// Where a bank takes the orders of one kind of letter.
  public static func orders<Letter: BankLetter>(
    of letter: Letter.Type, summary: String, answer: @escaping @Sendable (SignedStatement) async throws -> ByteString
  ) -> Route {
    Route(.post, Letter.path, summary: summary, limits: RouteLimits(body: 8 << 10)) { request, _ in
      let order: SignedStatement
      do {
        order = try SignedStatement(canonicalBytes: request.body)
      } catch {
        throw Refusal(.malformed, blame: .peer, "the request cannot be read: \(error)")
      }
      return .json(try await answer(order))
    }
  }
}
