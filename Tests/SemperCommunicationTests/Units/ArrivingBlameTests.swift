import SemperCommunication
import SemperModel
import Testing

/// Who is to blame, as it looks from the other end of a line.
@Suite struct ArrivingBlameTests {
  /// What the other side says, who it is to us, and what we read.
  static let told: [(Blame, Blame, Blame)] = [
    (.peer, .peer, .us), (.peer, .provider, .us), (.us, .peer, .peer), (.us, .provider, .provider),
    (.provider, .peer, .provider), (.environment, .peer, .environment), (.undetermined, .provider, .undetermined),
  ]

  @Test(arguments: told) func blameIsTranslated(_ said: Blame, _ answerer: Blame, _ read: Blame) throws {
    let reply = Reply.refusal(Refusal(.notAsOffered, blame: said, "it is another one"))
    guard case .bytes(let body) = reply.body else { preconditionFailure("a refusal is short") }
    let received = ReceivedReply(
      status: reply.status, contentType: reply.contentType, headers: reply.headers, body: body)
    let refusal = try #require(Refusal(received, from: answerer))
    #expect(refusal == Refusal(.notAsOffered, blame: read, "it is another one"))
  }

  @Test func whatIsNoRefusalIsNone() {
    for (type, body) in [("application/json", "{}"), ("application/problem+json", "{}"), ("text/html", "<p>no</p>")] {
      #expect(Refusal(ReceivedReply(status: 403, contentType: type, headers: [:], body: Array(body.utf8))) == nil)
    }
  }
}
