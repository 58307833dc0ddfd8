import Logging
import SemperArchive
import SemperBank
import SemperCryptography
import SemperEcash
import SemperEngine
import SemperModel
import SemperPayments
import SemperTestMoney
import SemperTesting
import Testing

/// A payer and a payee who both have every payment system, and what each should own.
final class Market: Sendable {
  /// What one system's money should be, in minor units.
  struct Expected: Sendable {
    var payer: Int64
    var payee: Int64
    var held: Int64 = 0
  }

  let time: VirtualTime
  let money: TestMoneyUnderTest
  let cash: EcashUnderTest
  let payer: PaymentManager
  let payee: PaymentManager
  let payerPurse: PurseID

  init(_ time: VirtualTime, deaf: Bool) async throws {
    self.time = time
    money = TestMoneyUnderTest(time: time)
    cash = EcashUnderTest(time: time)
    try await money.openBank(InMemoryArchive())
    try await cash.openBank(InMemoryArchive())
    let line = MarketLine(deaf: deaf)
    let payeeKey = SigningKey()
    let archives = [InMemoryArchive(), InMemoryArchive()]
    let managers = archives.enumerated().map { index, archive in
      PaymentManager(
        PaymentSurroundings(
          archive: archive, keys: PaymentKeys(payee: payeeKey, secret: Array(repeating: UInt8(index), count: 32)),
          carrier: line, time: time, logger: Logger(label: "market") { _ in SwiftLogNoOpLogHandler() }))
    }
    (payer, payee) = (managers[0], managers[1])
    line.connect(payer, payee)
    try payer.install(money.purse(of: .payer))
    payerPurse = try Self.install(cash.purse(archives[0]), payer)
    try payee.install(money.purse(of: .payee))
    _ = try Self.install(cash.till(archives[1]), payee)
    self.payeeKey = payeeKey.thumbprint
  }

  let payeeKey: Thumbprint

  private static func install(_ purse: any PaymentPurse, _ manager: PaymentManager) throws -> PurseID {
    try manager.install(purse)
  }

  /// Agrees on a payment with one system, as the preferences of the payer decide.
  func agree(
    _ number: Int, _ units: Int64, with scheme: SchemeID, demands: PaymentDemands = PaymentDemands()
  ) async throws -> AgreedPayment {
    let reference = PaymentReference(for: Digest(plain: Array("deal \(number)".utf8)), path: "payment")
    let offer = try await payee.offer(
      PaymentRequest(
        amount: Money(minorUnits: units, .euro), reference: reference,
        notAfter: time.now().advanced(by: Span(seconds: 600))))
    let selection = try await payer.choose(
      from: offer.signed, payee: payeeKey, reference: reference, demands: demands,
      preferences: PaymentPreferences(order: [scheme]))
    let theirs = try await payee.confirm(selection.signed, of: offer.signed)
    return try await payer.agree(
      offer: offer.signed, selection: selection.signed, confirmation: theirs.agreement.confirmation, payee: payeeKey)
  }

  /// What is wrong with the money, if anything is: every ledger, purse, coin, hold and lock against what should be.
  func complaint(_ expected: [SchemeID: Expected]) async throws -> String? {
    let systems: [(SchemeID, any PaymentSystemUnderTest)] = [
      (TestMoneyPurse.scheme, money), (EcashPaymentPurse.scheme, cash),
    ]
    for (scheme, system) in systems {
      guard let should = expected[scheme] else { continue }
      let findings = try await system.findings()
      guard findings.isEmpty else { return "\(scheme): \(findings)" }
      let total = try await system.total()
      guard total == 2 * system.grant else { return "\(scheme): all money is \(total), was \(2 * system.grant)" }
      let (payer, payee) = (try await system.wealth(of: .payer), try await system.wealth(of: .payee))
      // The holds of testmoney count as their payer's.
      let own = scheme == TestMoneyPurse.scheme ? should.payer + should.held : should.payer
      guard payer == own, payee == should.payee else {
        return "\(scheme): payer and payee own \(payer) and \(payee), should own \(own) and \(should.payee)"
      }
    }
    return nil
  }
}
