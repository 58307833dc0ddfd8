import Foundation
import SemperCoding
import SemperCryptography
import SemperModel
import SemperTesting
import Testing

@testable import SemperSET

/// A purchase that was recorded once must be readable for ever: `Tests/Vectors/set`, written anew only with
/// `SEMPER_WRITE_SET_VECTORS=1`.
@Suite struct GoldenTests {
  private static let folder = Oracle.root.appending(path: "Tests/Vectors/set")

  private func file(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: Self.folder.appending(path: name)))
  }

  @Test(.enabled(if: ProcessInfo.processInfo.environment["SEMPER_WRITE_SET_VECTORS"] != nil))
  func theVectorsAreWritten() async throws {
    var generator = SystemRandomNumberGenerator()
    let market = try await Market.founded()
    let recorded = try await RecordedPurchase(
      in: market, TestMarket.sampleOrder(), credit: Money(minorUnits: 500, .euro), using: &generator, at: Market.now)
    try FileManager.default.createDirectory(at: Self.folder, withIntermediateDirectories: true)
    func write(_ bytes: [UInt8], _ name: String) throws {
      try Data(bytes).write(to: Self.folder.appending(path: name))
    }
    for message in recorded.messages { try write(message.bytes, message.name + ".der") }
    try write(market.ceremony.root.certificate, "root.cer")
    try write(market.gatewayTransport.certificate, "gateway-exchange.cer")
    try write(market.gatewayTransport.key.derRepresentation, "gateway-exchange.key")
    try write(market.merchantTransport.certificate, "merchant-exchange.cer")
    try write(market.merchantTransport.key.derRepresentation, "merchant-exchange.key")
    try write(recorded.order.text, "order.txt")
  }

  @Test func eachRecordedMessageIsReadAndWrittenAlike() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path).filter { $0.hasSuffix(".der") }
    #expect(names.count == 16)
    for name in names {
      let bytes = try file(name)
      let wrapper = try MessageWrapper(bytes, at: Market.now)
      #expect(wrapper.derBytes == bytes && wrapper.message.name + ".der" == name)
    }
  }

  @Test func theRecordedPurchaseIsStillGoodForBoth() throws {
    let trust = try SETTrust(roots: [file("root.cer")], brand: BrandID(TestMarket.brandName))
    guard case .pReq(let purchase) = try MessageWrapper(file("PReq.der"), at: Market.now).message else {
      return #expect(Bool(false))
    }
    let (payment, order) = (purchase.content.payment, purchase.content.order)
    // As merchant.
    let instructions = order.content
    _ = try payment.cardholder(payment: order.other, order: instructions.digest, trust: trust, at: Market.now)
    let agreed = try TestMarket.sampleOrder()
    #expect(try Array(file("order.txt")) == agreed.text && agreed.digest(instructions.salt) == instructions.orderDigest)
    // As gateway.
    let gateway = TransportIdentity(
      certificate: try file("gateway-exchange.cer"), issuers: [],
      key: try TransportKey(derRepresentation: file("gateway-exchange.key")))
    let (sealed, card) = try payment.sealed.open(with: gateway)
    let halves = PIData(head: sealed.link.content, card: card)
    _ = try payment.cardholder(payment: halves.digest, order: sealed.link.other, trust: trust, at: Market.now)
    #expect(halves.head.inputs.orderDigest == instructions.orderDigest && card.number.digits.hasPrefix("999999"))
  }
}
