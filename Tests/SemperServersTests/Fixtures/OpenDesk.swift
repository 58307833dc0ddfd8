import SemperArchiveSQLite
import SemperCoding
import SemperCommerce
import SemperCommunication
import SemperCommunicationHTTP
import SemperCryptography
import SemperEngine
import SemperModel
import SemperServers
import SemperTerms
import SemperTrustedUI
import SemperWallet

/// A judge's pages beside the arbiter of a market, who has a case to judge.
struct OpenDesk: Sendable {
  /// What a buyer may write to break out of a page.
  static let grounds = "<script>alert(1)</script> \"\u{301} autofocus onfocus=\"x\" '> {{t.back}} &amp; page 3"

  let market: Market
  let time: VirtualTime
  let claim: Digest
  /// As the command would print it.
  let link: String
  let log: CapturedLog

  static func run(amount: Int64? = 2_00, _ body: (OpenDesk) async throws -> Void) async throws {
    let arbiterTime = VirtualTime(now: SystemTime().now())
    let times = DisputeTimes(hearing: Span(seconds: 60), appeal: Span(seconds: 600))
    try await Market.run(Market.Setting(arbiterTime: arbiterTime, disputes: times)) { market in
      let wallet = try await market.wallet()
      defer { try? wallet.close() }
      let machine = try await wallet.buy(
        code: try await market.code(), at: await market.shop.address, patience: Span(seconds: 30))
      guard let deal = machine.record?.opening.deal else { throw CodingError(.missing, "a deal is expected") }
      let dispute = try await wallet.claim(
        .refundDue, about: deal, amount: amount.map { Money(minorUnits: $0, .euro) }, because: HumanText(grounds))
      try await open(market, arbiterTime, dispute.claim.digest, body)
    }
  }

  private static func open(
    _ market: Market, _ arbiterTime: VirtualTime, _ claim: Digest, _ body: (OpenDesk) async throws -> Void
  ) async throws {
    let home = market.directory.path(of: "arbiter")
    let (time, log) = (VirtualTime(now: SystemTime().now()), CapturedLog())
    let (links, continuation) = AsyncStream<String>.makeStream()
    let server = DeskServer(home: home, http: HTTPServerConfiguration(), open: Span(seconds: 7_200)) {
      dossier, _, language in
      "<!doctype html><html lang=\"\(language.rawValue)\"><title>\(dossier.claim.digest)</title></html>"
    }
    let task = Task {
      defer { continuation.finish() }
      try await server.run(logger: log.logger, time: time, signals: false) { continuation.yield($0) }
    }
    var iterator = links.makeAsyncIterator()
    guard let link = await iterator.next() else { return try await task.value }
    let desk = OpenDesk(market: market, time: time, claim: claim, link: link, log: log)
    let result: Result<Void, any Error>
    do {
      try await desk.wait(for: .judging, moving: arbiterTime)
      result = .success(try await body(desk))
    } catch {
      result = .failure(error)
    }
    task.cancel()
    _ = await task.result
    try result.get()
  }

  /// Lets the arbiter's time go by until the case stands so.
  private func wait(for stage: DisputeStage, moving arbiterTime: VirtualTime) async throws {
    for _ in 0..<2_000 {
      if try await dispute().stage == stage { return }
      arbiterTime.advance(by: Span(seconds: 2))
    }
    throw CodingError(.missing, "the case does not come to be “\(stage.rawValue)”")
  }

  func dispute() async throws -> DisputeCase {
    guard case .dispute(let dispute)? = try await QuestionSocket.answer(to: DeskQuestion.show(claim), home: home) else {
      throw CodingError(.missing, "a case is expected")
    }
    return dispute
  }

  var home: String { market.directory.path(of: "arbiter") }
  /// The link's parts: where the pages are, at which place, and the secret.
  var address: Address { get throws { try Address(link.split(separator: "/").prefix(2).joined(separator: "//")) } }
  var place: String { "/" + link.split(separator: "/")[2] }
  var secret: String { String(link.split(separator: "/")[4]) }
  var casePath: String { "\(place)/cases/\(Base64URL.encode(claim.bytes))" }

  func browser() throws -> DeskBrowser { DeskBrowser(transport: market.transport, address: try address) }

  /// A browser that has come in.
  func judge() async throws -> DeskBrowser {
    var browser = try browser()
    _ = try await browser.post("\(place)/enter", ["secret": secret])
    return browser
  }
}
