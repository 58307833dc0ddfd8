import SemperCoding
public import SemperModel

extension Reply {
  /// A refusal under the status of its code; one that may pass says when to ask again.
  public static func refusal(_ refusal: Refusal) -> Reply {
    var reply = problem(refusal, status: refusal.code.status)
    if refusal.code.isPassing { reply.headers["retry-after"] = "1" }
    return reply
  }

  /// 500, without a word about what went wrong inside.
  public static func failure() -> Reply {
    problem(
      Refusal(.unavailable, blame: .provider, "something went wrong here; it has been logged"), status: 500)
  }
}

extension Refusal {
  /// The refusal in a problem reply, with the blame as it looks from here: whoever answers writes “peer” for its caller and
  /// “us” for itself. `nil` when the reply is none that this library wrote.
  ///
  /// - Parameter answerer: what the other side is to us, `provider` or `peer`.
  public init?(_ reply: ReceivedReply, from answerer: Blame = .provider) {
    guard reply.contentType == "application/problem+json",
      let json = try? CanonicalJSON.decode(reply.body, limits: .statement(bytes: 64 << 10)),
      let code = try? json["code"].map(RefusalCode.init(json:)),
      let blame = try? json["blame"].map(Blame.init(json:)),
      let detail = try? json["detail"].map(String.init(json:))
    else { return nil }
    self.init(code, blame: blame.told(by: answerer), detail)
  }
}

extension Blame {
  fileprivate func told(by answerer: Blame) -> Blame {
    switch self {
    case .peer: .us
    case .us: answerer
    case .provider, .environment, .undetermined: self
    }
  }
}
