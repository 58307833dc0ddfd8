import Logging
import SemperCardNetwork
import SemperCoding
import SemperCryptography
import SemperEngine
import SemperModel
import SemperSET

/// What a card bank does between requests about the cards of another bank: it goes on with what that bank has not answered, and
/// compares totals with it, which settles what it owes.
///
/// Time is divided into rounds of the interval, and each round's comparison has a name of its own: whoever is started again in the
/// same round makes it no second time, and one that could not be made is tried again until the round is over.
struct IssuerOffice: Sendable {
  /// How soon what is open is tried again.
  private static let retry = Span(seconds: 60)

  let gateway: Gateway
  let line: CardGateway
  let client: CardNetworkClient
  let interval: Span
  let logger: Logger
  let time: any TimeSource

  /// Works until the task is cancelled.
  func run() async throws {
    do {
      try await work()
    } catch {
      await client.close()
      throw error
    }
  }

  private func work() async throws {
    let isReached = try await client.echo(until: time.now().advanced(by: Span(seconds: 5)))
    logger.notice(isReached ? "the cards' issuer answers" : "the cards' issuer does not answer yet")
    var compared: Int64?
    while true {
      try await goOn()
      let now = await time.now()
      let round = now.seconds / interval.seconds
      if compared != round, try await compare(in: round) { compared = round }
      let next = Timestamp(seconds: (round + 1) * interval.seconds)
      try await time.wait(until: min(next, now.advanced(by: Self.retry)))
    }
  }

  private func goOn() async throws {
    do {
      let open = try await gateway.resume()
      if open > 0 { logger.warning("the cards' issuer has not answered", metadata: ["open": "\(open)"]) }
    } catch let error as CancellationError {
      throw error
    } catch {
      logger.error("what waits for the cards' issuer cannot go on", metadata: ["error": "\(error)"])
    }
  }

  /// Whether totals were compared, however that ended.
  private func compare(in round: Int64) async throws -> Bool {
    do {
      let open = try await line.recover()
      guard open.isEmpty else { throw CardGatewayError.unfinished(open.count) }
      let answer = try await line.reconcile(id: Self.name(round, interval))
      if answer.code == .approved {
        logger.notice("settled with the cards' issuer", metadata: ["units": "\(answer.totals?.net ?? 0)"])
      } else {
        let own = try await line.totals()
        logger.error(
          "the cards' issuer counts otherwise, and nothing is settled",
          metadata: [
            "code": "\(answer.code.rawValue)", "issuer": "\(answer.totals.map(Self.text) ?? "")",
            "own": "\(Self.text(own))",
          ])
      }
      return true
    } catch let error as CancellationError {
      throw error
    } catch {
      logger.warning("nothing is settled with the cards' issuer yet", metadata: ["error": "\(error)"])
      return false
    }
  }

  private static func text(_ totals: CardTotals) -> String { String(decoding: totals.canonicalBytes, as: UTF8.self) }

  private static func name(_ round: Int64, _ interval: Span) throws -> ID<Operation> {
    let digest = SemperModel.Digest(plain: Array("semper/cards/totals \(round) of \(interval.seconds)".utf8))
    return try ID(bytes: Array(digest.bytes.prefix(16)))
  }
}
