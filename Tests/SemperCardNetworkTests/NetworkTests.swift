import Foundation
import Logging
import SemperArchive
import SemperBank
import SemperCardNetwork
import SemperCryptography
import SemperEngine
import SemperModel
import SemperTesting
import Testing

/// Over real TCP, with programs on the other side that have no line of ours.
@Suite struct NetworkTests {
  private static let key = String(repeating: "05", count: 32)

  private static func gateway(_ port: Int, _ records: any Records, patience: Int64 = 3) -> CardGateway {
    let time = SystemTime()
    return CardGateway(
      acquirer: IssuerHost.acquirer, currency: .euro, records: records,
      link: CardNetworkClient(
        host: "127.0.0.1", port: port, acquirer: IssuerHost.acquirer, seal: IssuerHost.seal, time: time),
      time: time, patience: Span(seconds: patience))
  }

  /// Our gateway at the Python issuer, which does not see some messages and does not answer others.
  @Test(
    arguments: [([], []), ([1], []), ([], [1]), ([0], [2]), ([], [0, 1, 2]), ([0, 1, 2, 3], [])] as [([Int], [Int])])
  func ourGatewayAtAnotherIssuer(_ drop: [Int], _ mute: [Int]) async throws {
    let number = try IssuerHost.card.number
    let issuer = try PythonProgram(
      "iso8583_issuer",
      ["{\"key\": \"\(Self.key)\", \"balances\": {\"\(number)\": 10000}, \"drop\": \(drop), \"mute\": \(mute)}"])
    let port = try #require(Int(try issuer.line()))
    let gateway = Self.gateway(port, InMemoryArchive().records)
    let held = try await gateway.perform(.authorise(IssuerHost.payment(30_00)), id: IssuerHost.operation())
    var spent: Int64 = 0
    if held.outcome.isApproved {
      let done = try await gateway.perform(
        .complete(IssuerHost.payment(25_00), of: held.name), id: IssuerHost.operation())
      #expect(done.outcome.isApproved)
      spent += 25_00
    } else {
      #expect(held.outcome == .reversed)
    }
    let bought = try await gateway.perform(.purchase(IssuerHost.payment(7_00)), id: IssuerHost.operation())
    if bought.outcome.isApproved { spent += 7_00 } else { #expect(bought.outcome == .reversed) }
    let tooMuch = try await gateway.perform(.purchase(IssuerHost.payment(100_00)), id: IssuerHost.operation())
    #expect(!tooMuch.outcome.isApproved)
    #expect(try await gateway.totals().debits.units == spent)
    #expect(try await gateway.reconcile(id: IssuerHost.operation()).code == .approved)
    #expect(try await gateway.recover() == [])
  }

  /// Some of an authorisation is let go, the rest is completed, some of that given back, and that undone; a credit is lost on its
  /// way.
  @Test(arguments: [([], []), ([3], []), ([], [3]), ([], [1, 4])] as [([Int], [Int])])
  func anotherIssuerGivesBack(_ drop: [Int], _ mute: [Int]) async throws {
    let number = try IssuerHost.card.number
    let issuer = try PythonProgram(
      "iso8583_issuer",
      ["{\"key\": \"\(Self.key)\", \"balances\": {\"\(number)\": 10000}, \"drop\": \(drop), \"mute\": \(mute)}"])
    let port = try #require(Int(try issuer.line()))
    let gateway = Self.gateway(port, InMemoryArchive().records)
    let held = try await gateway.perform(.authorise(IssuerHost.payment(30_00)), id: IssuerHost.operation())
    let hold = CardRequest.Citation(name: held.name, type: .authorisationRequest)
    func undone(_ citation: CardRequest.Citation, keeping units: Int64) async throws -> Bool {
      try await gateway.perform(
        .reverse(citation, kept: Money(minorUnits: units, .euro)), id: IssuerHost.operation()
      ).outcome.isApproved
    }
    #expect(try await undone(hold, keeping: 20_00))
    let over = try await gateway.perform(
      .complete(IssuerHost.payment(20_00), of: held.name), id: IssuerHost.operation())
    #expect(over.outcome.isApproved)
    let credit = try await gateway.perform(.credit(IssuerHost.payment(5_00), of: over.name), id: IssuerHost.operation())
    #expect(credit.outcome.isApproved)
    let second = try await gateway.perform(.credit(IssuerHost.payment(4_00), of: over.name), id: IssuerHost.operation())
    #expect(second.outcome.isApproved)
    let tooMuch = try await gateway.perform(
      .credit(IssuerHost.payment(11_01), of: over.name), id: IssuerHost.operation())
    #expect(!tooMuch.outcome.isApproved)
    #expect(try await undone(CardRequest.Citation(name: second.name, type: .financialRequest), keeping: 0))
    #expect(try await gateway.totals().net == 15_00)
    #expect(try await gateway.reconcile(id: IssuerHost.operation()).code == .approved)
    var said = ""
    while !said.contains("\"05") { said = try issuer.line() }
    #expect(said.contains("\"\(number)\": 8500"), "\(said)")
  }

  /// The Python gateway at our issuer's port.
  @Test func anotherGatewayAtOurIssuer() async throws {
    let host = try await IssuerHost.ready()
    let card = try IssuerHost.card
    try await Self.serving(host) { port in
      let input =
        "{\"port\": \(port), \"key\": \"\(Self.key)\", \"acquirer\": \"\(IssuerHost.acquirer)\", "
        + "\"card\": \"\(card.number)\", \"expiry\": \"\(card.expiry)\"}"
      let output = try Oracle.python("iso8583_gateway", Array(input.utf8))
      let results = try JSONDecoder().decode([[String]].self, from: Data(output))
      #expect(
        results == [
          ["0110", "58"], ["0810", "00"], ["0110", "00"], ["0110", "00"], ["0230", "00"], ["0210", "00"],
          ["0210", "00"], ["0210", "51"], ["0110", "00"], ["0410", "00"], ["0410", "00"], ["0210", "94"],
          ["0510", "95"], ["0510", "00"],
        ])
    }
    #expect(try await host.left == IssuerHost.grant - 27_00)
    #expect(try await host.balance(.customer(host.settler.thumbprint)) == IssuerHost.grant + 27_00)
    try await host.check()
  }

  /// What has no right code is not answered, and the connection ends.
  @Test func aStrangerIsNotAnswered() async throws {
    let host = try await IssuerHost.ready()
    try await Self.serving(host) { port in
      let time = SystemTime()
      let stranger = CardNetworkClient(
        host: "127.0.0.1", port: port, acquirer: IssuerHost.acquirer,
        seal: MessageSeal(key: [UInt8](repeating: 6, count: 32)), time: time)
      let name = try RequestName(acquirer: IssuerHost.acquirer, transmission: "0101000000", trace: "000001")
      let message = try CardRequest.purchase(IssuerHost.payment(1)).message(named: name)
      await #expect(throws: CardLinkDown.self) {
        try await stranger.exchange(message, until: time.now().advanced(by: Span(seconds: 5)))
      }
    }
    #expect(try await host.left == IssuerHost.grant)
  }

  /// Both sides ours, and the issuer is gone for a while.
  @Test func aLostConnectionIsMadeAgain() async throws {
    let host = try await IssuerHost.ready()
    let records = InMemoryArchive().records
    let id = IssuerHost.operation()
    var logger = Logger(label: "test")
    logger.logLevel = .critical
    await #expect(throws: CardGatewayError.inDoubt) {
      // Nobody listens there.
      try await Self.gateway(1, records).perform(.purchase(IssuerHost.payment(5_00)), id: id, attempts: 1)
    }
    try await Self.serving(host) { port in
      let gateway = Self.gateway(port, records, patience: 5)
      let left = try await gateway.recover()
      #expect(left == [])
      let ended = try await gateway.perform(.purchase(IssuerHost.payment(5_00)), id: id)
      #expect(ended.outcome.isApproved)
    }
    #expect(try await host.left == IssuerHost.grant - 5_00)
  }

  private static func serving(_ host: IssuerHost, _ body: @Sendable (Int) async throws -> Void) async throws {
    var logger = Logger(label: "issuer")
    logger.logLevel = .critical
    let server = CardNetworkServer(host: "127.0.0.1", port: 0, seal: IssuerHost.seal, logger: logger) { message in
      try await host.issuer.answer(message, at: host.clock.now())
    }
    let (ports, ready) = AsyncStream<Int>.makeStream()
    let running = Task { try await server.run { ready.yield($0) } }
    defer { running.cancel() }
    var iterator = ports.makeAsyncIterator()
    try await body(try #require(await iterator.next()))
  }
}
