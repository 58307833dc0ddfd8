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
  /// The refusal in a problem reply as it arrived; `nil` when the reply is none that this library wrote.
  public init?(_ reply: ReceivedReply) {
    guard reply.contentType == "application/problem+json",
      let json = try? CanonicalJSON.decode(reply.body, limits: .statement(bytes: 64 << 10)),
      let code = try? json["code"].map(RefusalCode.init(json:)),
      let blame = try? json["blame"].map(Blame.init(json:)),
      let detail = try? json["detail"].map(String.init(json:))
    else { return nil }
    self.init(code, blame: blame, detail)
  }
}
