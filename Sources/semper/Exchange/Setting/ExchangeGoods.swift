import Foundation
import SemperCommunication
import SemperCryptography
import SemperExchange
import SemperModel
import SemperServers
import SemperStatements

/// What the two sides of a cell give each other here, and what each therefore expects, made in a folder of this run.
struct ExchangeGoods: Sendable {
  static let price = Money(minorUnits: 5_00, .euro)
  /// What every new account has.
  static let granted = Money(minorUnits: 100_00, .euro)
  static let diploma = "Diploma of a course in distance learning"
  static let statement = "This was received, or agreed to, in the exchange that this statement belongs to."

  let folder: String
  /// Bytes of each piece of data.
  let size: Int
  /// How long an account's money can be taken back after its claim.
  let settlement: Span

  /// Where the data of one side lies, by the name of its item.
  func place(_ side: ExchangeSideName, _ name: String) -> String { "\(folder)/\(side.rawValue)/\(name)" }

  /// What the certificate that a side gives certifies of the other side.
  static func subject(givenBy side: ExchangeSideName) -> String { "\(diploma) (\(side.other.rawValue))" }

  /// The public key (PEM) of who gets a side's certificate, made with its private key beside it.
  func holder(givenBy side: ExchangeSideName) throws -> String {
    let (file, key) = (try made(place(side.other, "holder.pem")), SigningKey())
    try Data(key.publicKey.pem.utf8).write(to: URL(filePath: file))
    try Data(key.pem.utf8).write(to: URL(filePath: place(side.other, "holder.key")))
    return file
  }

  /// The wares of one side, their data made.
  ///
  /// - Parameters:
  ///   - bank: where this side pays.
  ///   - grant: the file with which this side has its credential issued.
  func wares(
    of side: ExchangeSideName, in cell: CellSetup, bank: () throws -> Address, grant: String
  ) throws -> (gives: [PartyWare], expected: [ExpectedWare]) {
    var gives = [PartyWare]()
    var expected = [ExpectedWare]()
    for (number, (item, bytes)) in zip(cell.items(of: side), cell.bytes(of: side)).enumerated() {
      let (place, size) = (place(side, "\(number + 1)"), bytes.map(Int.init) ?? size)
      switch item {
      case .coins:
        gives.append(.money(Self.price, bank: try bank()))
        expected.append(.item(try Self.payment(of: Self.price)))
      case .accountMoney:
        gives.append(.accountMoney(Self.price, bank: try bank(), settlement: settlement))
        expected.append(.accountMoney(Self.price, settlement: settlement))
      case .bond:
        gives.append(.bond(Self.price, bank: try bank()))
        expected.append(.bond(Self.price))
      case .statement:
        let text = try HumanText("\(Self.statement) (\(side.rawValue))")
        gives.append(.statement(text))
        expected.append(.statement(text))
      case .certificate, .x509:
        gives.append(.certificate(grant: grant))
        expected.append(.certificate(try CredentialGrant.read(grant).credential.digest))
      case .credential:
        gives.append(.credential(grant: grant))
        expected.append(.credential(try CredentialGrant.read(grant).credential.digest))
      case .mail:
        try SampleCourse.fill(try made(place), with: size)
        gives.append(.mail(file: place))
        expected.append(.mail(longest: Int64(size)))
      case .smallData, .data:
        try SampleCourse.fill(try made("\(place)/recording.bin"), with: size, seed: side == .proposer ? 1 : 2)
        gives.append(item == .data ? .data(folder: place) : .smallData(folder: place))
        expected.append(.item(try Self.recording(longest: Int64(size))))
      }
    }
    return (gives, expected)
  }

  private static func payment(of least: Money) throws -> ItemExpectation {
    ItemExpectation(.payment(PaymentExpectation(amount: try AmountBound(least: least, most: nil))))
  }

  /// Some recording, whichever it is.
  private static func recording(longest: Int64) throws -> ItemExpectation {
    ItemExpectation(
      .content(ContentExpectation(longest: longest, mediaTypes: .only(try MediaType("application/octet-stream")))))
  }

  private func made(_ file: String) throws -> String {
    try FileManager.default.createDirectory(
      atPath: (file as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
    return file
  }
}
