public import SemperCryptography
public import SemperEngine
public import SemperModel

/// Whether the arbiter of an exchange is silent to this party too, found out by asking it.
///
/// A peer that proposes to settle says that the arbiter is gone. Whoever gave its own up on that word alone could be
/// cheated without any outage: the peer resolves, takes what the decision opens, and proposes to call everything void.
public struct ArbiterSilence: Sendable {
  /// How long there is between two questions.
  private static let pause = Span(seconds: 1)
  /// The longest that anybody asks before it believes.
  public static let longest = Span(seconds: 60)

  private let arbiter: any ArbiterDesk
  private let key: SigningKey
  private let reply: SealingPublicKey
  private let span: Span
  private let time: any TimeSource

  /// - Parameters:
  ///   - key: the party's key of the exchange.
  ///   - span: for how long the arbiter has to leave every question unanswered; a minute at most.
  public init(
    arbiter: any ArbiterDesk, key: SigningKey, reply: SealingPublicKey, span: Span, time: any TimeSource
  ) {
    self.arbiter = arbiter
    self.key = key
    self.reply = reply
    self.span = min(span, Self.longest)
    self.time = time
  }

  /// Asks until an answer comes, which may be a refusal, or the time is over. Returns whether no answer came.
  public func lasts(about exchange: Digest) async throws -> Bool {
    let question = try SignedStatement(
      QueryRequest(exchange: exchange, party: key.publicKey, reply: reply), signedBy: [key])
    let end = await time.now().advanced(by: span)
    while true {
      do {
        _ = try await arbiter.call(question)
        return false
      } catch is Refusal {
        return false
      } catch is CancellationError {
        throw CancellationError()
      } catch {
        let now = await time.now()
        guard now < end else { return true }
        try await time.wait(until: min(now.advanced(by: Self.pause), end))
      }
    }
  }
}
