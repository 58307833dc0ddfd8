import Foundation
import SemperArchive
import SemperCryptography
import SemperModel
import Testing

@testable import SemperSET

/// Nothing that the merchant ever holds has a digit of the card, and nothing that the gateway holds a word of the order.
@Suite struct TaintTests {
  /// Bytes in every form that they could hide in.
  static func forms(_ digits: String) -> [[UInt8]] {
    let ascii = Array(digits.utf8)
    let padded = digits.utf8.count % 2 == 0 ? digits : digits + "F"
    let bcd = Swift.stride(from: 0, to: padded.utf8.count, by: 2).compactMap { place in
      UInt8(padded.dropFirst(place).prefix(2), radix: 16)
    }
    // What is shorter would be found by chance: the expiry in BCD has three bytes.
    return ([ascii, bcd] + texts(ascii) + texts(bcd)).filter { $0.count >= 6 }
  }

  /// Base64 at each of three places, and hexadecimal in both cases.
  static func texts(_ bytes: [UInt8]) -> [[UInt8]] {
    let hex = bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    // Only the characters that follow from the bytes alone, whatever stands before and after them.
    let base64 = (0..<3).map { shift in
      let text = Data([UInt8](repeating: 0, count: shift) + bytes).base64EncodedString()
      let (first, end) = (shift == 0 ? 0 : shift + 1, (shift + bytes.count) * 8 / 6)
      return String(text.prefix(end).dropFirst(first))
    }
    return ([hex, hex.uppercased()] + base64).map { Array($0.utf8) }
  }

  /// What stands around the first find, for a person to see what it is.
  static func find(_ held: [[UInt8]], _ forms: [[UInt8]]) -> String? {
    for bytes in held {
      for form in forms {
        guard let range = bytes.firstPlace(of: form) else { continue }
        let around = bytes[max(0, range.lowerBound - 24)..<min(bytes.count, range.upperBound + 24)]
        return "\(form): " + String(decoding: around.map { (0x20...0x7E).contains($0) ? $0 : 0x2E }, as: UTF8.self)
      }
    }
    return nil
  }

  static func holds(_ held: [[UInt8]], _ forms: [[UInt8]]) -> Bool {
    held.contains { bytes in forms.contains { bytes.firstPlace(of: $0) != nil } }
  }

  @Test func theMerchantHoldsNoCardAndTheGatewayNoOrder() async throws {
    var generator = SystemRandomNumberGenerator()
    let archive = InMemoryArchive()
    let market = try await Market.founded(archive)
    let words = "17 copies of an unusual atlas, gift wrapped"
    let order = try Market.order(words, in: market)
    let recorded = try await RecordedPurchase(
      in: market, order, credit: Money(minorUnits: 3, .euro), using: &generator, at: Market.now)
    let purchase = try Purchase(Market.order(words, number: 3, in: market), in: market)
    let approval = try await purchase.approved(in: market)

    var merchant = recorded.messages.map(\.bytes) + [purchase.pReq, purchase.authReq]
    var gateway = [[UInt8]]()
    for message in recorded.messages {
      switch try MessageWrapper(message.bytes, at: Market.now).message {
      case .authReq(let sealed):
        gateway.append(message.bytes)
        gateway.append(try market.gatewayTransport.open(sealed.sealed.envelope, AuthReqData.envelopeType).content)
        let opened = try sealed.baggage.content.sealed.envelope.open(with: market.gatewayTransport.key)
        gateway += [opened.content, opened.more]
      case .authRes(let answer):
        merchant.append(
          try market.merchantTransport.open(answer.content.sealed.envelope, AuthResData.envelopeType).content)
      case .capRes(let answer):
        merchant.append(try market.merchantTransport.open(answer.envelope, CapResData.envelopeType).content)
      case .credRes(let answer):
        merchant.append(try market.merchantTransport.open(answer.envelope, Credit.answerEnvelope).content)
      case .capReq(let request):
        gateway.append(
          try market.gatewayTransport.open(request.content.sealed.envelope, CapReqData.envelopeType).content)
      default: continue
      }
    }
    // What stands in the merchant's memory, as far as values show it.
    merchant += [String(reflecting: purchase), String(reflecting: approval), String(reflecting: market.merchant)]
      .map { Array($0.utf8) }
    for table in [
      GatewayTables.decisions, GatewayTables.answers, GatewayTables.approvals, GatewayTables.cards,
      GatewayTables.merchants, GatewayTables.batches,
    ] {
      gateway += try await archive.records.read { reader in
        try reader.list(table, prefix: [], after: nil, limit: 1_000).flatMap { [$0.key, $0.value] }
      }
    }
    let card = market.cardholder.card
    let secrets =
      [Self.forms(card.number.digits), Self.forms(card.expiry.digits)] + [
        [card.secret.bytes] + Self.texts(card.secret.bytes)
      ]
    for secret in secrets {
      #expect(!Self.holds(merchant, secret))
      #expect(Self.holds(gateway, secret), "the search finds what is there")
    }
    #expect(!Self.holds(gateway, [Array(words.utf8)] + Self.texts(Array(words.utf8))))
    // The card table does not tell its numbers either.
    let table = try await archive.records.read { reader in
      try reader.list(GatewayTables.cards, prefix: [], after: nil, limit: 10).flatMap { [$0.key, $0.value] }
    }
    #expect(!Self.holds(table, Self.forms(card.number.digits)))
  }
}
