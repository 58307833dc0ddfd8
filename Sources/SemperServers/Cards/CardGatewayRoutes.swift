import SemperCoding
public import SemperCommunication
import SemperCryptography
public import SemperEngine
import SemperModel
public import SemperSET

/// What a payment gateway answers over HTTP: messages of merchants, and cardholders' questions about locks, which go past the
/// merchant because a merchant could lie.
public struct CardGatewayRoutes: Sendable {
  private let gateway: Gateway
  private let time: any TimeSource

  public init(_ gateway: Gateway, time: any TimeSource) {
    self.gateway = gateway
    self.time = time
  }

  public var routes: [Route] {
    let (gateway, time) = (gateway, time)
    let messages = SETRoutes(.payment, summary: "Takes a merchant's message of SET (DER).") { message in
      try await gateway.answer(message, at: time.now())
    }
    return messages.routes + [
      Route(
        .get, "/locks/{exchange}", summary: "The signed receipts and outcomes of an exchange's locks.",
        limits: RouteLimits(body: 0)
      ) { _, parameters in
        let text = try parameters.value("exchange")
        let exchange = try RoleRoutes.readable { () throws(CodingError) in try Digest(bytes: Base64URL.decode(text)) }
        return .json(
          JSON.array(
            try await gateway.locks(for: exchange).map { lock in
              .fields(["outcome": lock.outcome?.json, "receipt": lock.receipt.json])
            }))
      },
      about("receipts", "The signed receipt of a lock, if it was ever made.") { question in
        try await gateway.receipt(of: question.terms)
      },
      about("outcomes", "How a lock ended, signed, once it has.") { question in
        try await gateway.outcome(of: question.terms)
      },
      about("releases", "Gives a lock's money back to the card, on the arbiter's word.") { question in
        guard let title = question.title else {
          throw Refusal(.malformed, blame: .peer, "a release needs what releases the lock")
        }
        return try await gateway.release(question.terms, with: title, at: time.now())
      },
    ]
  }

  private func about(
    _ name: String, _ summary: String, _ body: @escaping @Sendable (LockQuestion) async throws -> SignedStatement?
  ) -> Route {
    Route(.post, "/locks/\(name)", summary: summary, limits: RouteLimits(body: 32 << 10)) { request, _ in
      let question = try RoleRoutes.readable { () throws(CodingError) in
        try LockQuestion(canonicalBytes: request.body)
      }
      do {
        return .json(LockWord(try await body(question)))
      } catch let refusal as SETRefusal {
        throw refusal.refusal
      }
    }
  }
}
