import Foundation
public import SemperCoding
public import SemperCommunication
public import SemperModel

/// Where a bill is to be had, such as `https://shop.example/bills/0pRlwJX0qtrdBpTzF3nUuA`. It proves nothing; whoever has it may look at the bill
/// and pay it, so it goes to the payer alone.
public struct BillLink: Hashable, Sendable, CustomStringConvertible {
  private static let place = "/bills/"
  private static let longest = 600

  public let shop: Address
  public let bill: ID<Bill>

  public init(shop: Address, bill: ID<Bill>) {
    self.shop = shop
    self.bill = bill
  }

  /// Reads a link. Refuses what is longer than 600 bytes or leads to anything but a bill at an `Address`, which is HTTPS off this
  /// machine.
  public init(_ text: String) throws(CodingError) {
    guard text.utf8.count <= Self.longest, let cut = text.range(of: Self.place) else {
      throw CodingError(.wrongForm, "this is no link to a bill; it looks like https://shop.example\(Self.place)…")
    }
    self.init(
      shop: try Address(String(text[..<cut.lowerBound])), bill: try ID(text: String(text[cut.upperBound...])))
  }

  public var description: String { "\(shop.text)\(Self.place)\(bill)" }
}
