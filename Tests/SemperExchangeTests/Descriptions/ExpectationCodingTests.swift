import SemperCoding
import SemperModel
import SemperTesting
import Testing

@testable import SemperExchange

@Suite struct ExpectationCodingTests {
  @Test func everyExpectationReadsBackAsItself() throws {
    var wares = Wares(5)
    for _ in 0..<500 {
      let item = try wares.item()
      let expectation = try wares.expectation(near: item)
      #expect(
        try ItemExpectation(canonicalBytes: expectation.canonicalBytes, limits: ItemExpectation.limits) == expectation)
      #expect(try ItemParticulars(canonicalBytes: item.canonicalBytes) == item)
      let side = try SideExpectation([ExpectedItems(expectation, count: 1...3)], order: .any)
      #expect(try SideExpectation(canonicalBytes: side.canonicalBytes, limits: SideExpectation.limits) == side)
    }
  }

  private static let key = Wares.keys[0].json
  private static func payees(_ keys: [JSON]) -> JSON {
    .fields([
      "expects": "payment".json,
      "item": .fields(["amount": .fields([:]), "payees": .array(keys)]),
    ])
  }

  @Test(arguments: [
    payees([]), payees([Wares.keys[1].json, Wares.keys[0].json]), payees([key, key]),
    payees((0..<33).map { number in Thumbprint.numbered(number).json }),
    .fields(["expects": "payment".json]), .fields(["expects": "nothing".json]), .fields([:]),
    .fields(["expects": "anything".json, "item": "x".json]),
    .fields(["certifiers": .null, "expects": "anything".json]),
    .fields(["expects": "content".json, "item": .fields(["longest": 0.json])]),
    .fields([
      "expects": "payment".json,
      "item": .fields([
        "amount": .fields([
          "atLeast": .fields(["amount": "2.00".json, "currency": "EUR".json]),
          "atMost": .fields(["amount": "1.00".json, "currency": "EUR".json]),
        ])
      ]),
    ]),
    .fields(["expects": "anything".json, "validUntil": "soon".json]),
  ])
  func badExpectationsAreRefused(_ json: JSON) {
    #expect(throws: CodingError.self) { try ItemExpectation(json: json) }
  }

  @Test func theFullestWildcardFits() throws {
    let keys = (0..<32).map { Thumbprint.numbered($0) }
    let full = ItemExpectation(.payment(PaymentExpectation(payees: .oneOf(keys))))
    #expect(try ItemExpectation(json: full.json) == full)
  }

  @Test(arguments: [
    (0, 0), (2, 1), (-1, 1), (0, 65),
  ])
  func badCountsAreRefused(_ least: Int, _ most: Int) {
    let line: JSON = .fields([
      "item": .fields(["expects": "anything".json]), "least": least.json, "most": most.json,
    ])
    #expect(throws: CodingError.self) { try ExpectedItems(json: line) }
  }

  @Test func tooManyLinesAreRefused() throws {
    let line = try ExpectedItems(ItemExpectation(.anything))
    _ = try SideExpectation([ExpectedItems](repeating: line, count: 16), order: .listed)
    #expect(throws: CodingError.self) {
      try SideExpectation([ExpectedItems](repeating: line, count: 17), order: .listed)
    }
  }

  @Test(arguments: ["", "Receipt", "receipt_1", "é", String(repeating: "a", count: 41)])
  func badDesignationsAreRefused(_ text: String) {
    #expect(throws: CodingError.self) { try Designation(text) }
  }
}

extension Thumbprint {
  static func numbered(_ number: Int) -> Thumbprint {
    do {
      return try Thumbprint(bytes: [UInt8](repeating: 0, count: 31) + [UInt8(number)])
    } catch {
      preconditionFailure("\(error)")
    }
  }
}
