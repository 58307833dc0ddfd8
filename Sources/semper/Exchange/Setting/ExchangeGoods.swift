import Foundation
import SemperCommunication
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

  /// Where the data of one side lies, by the name of its item.
  func place(_ side: ExchangeSideName, _ name: String) -> String { "\(folder)/\(side.rawValue)/\(name)" }

  /// The wares of one side, their data made.
  ///
  /// - Parameters:
  ///   - bank: where this side pays.
  ///   - grant: the file with which this side has its credential issued.
  func wares(
    of side: ExchangeSideName, in cell: FigureCell, bank: () throws -> Address, grant: String
  ) throws -> (gives: [PartyWare], expected: [ExpectedWare]) {
    let classes = side == .proposer ? cell.proposer : cell.invited
    var gives = [PartyWare]()
    var expected = [ExpectedWare]()
    for (number, itemClass) in classes.enumerated() {
      let name = "\(number + 1)"
      switch itemClass {
      case .lock:
        let isBond = side == .invited && cell.plan.needsBond
        gives.append(isBond ? .bond(Self.price, bank: try bank()) : .money(Self.price, bank: try bank()))
        expected.append(isBond ? .bond(Self.price) : .item(try Self.payment(of: Self.price)))
      case .statement where cell == .certificateTransfer:
        gives.append(.certificate(grant: grant))
        expected.append(.certificate(try HumanText(Self.diploma).documentDigest))
      case .statement:
        let text = try HumanText("\(Self.statement) (\(side.rawValue))")
        gives.append(.statement(text))
        expected.append(.statement(text))
      case .revocable:
        gives.append(.credential(grant: grant))
        expected.append(.credential(try HumanText(Self.diploma).documentDigest))
      case .mail:
        let file = place(side, name)
        try SampleCourse.fill(try made(file), with: size)
        gives.append(.mail(file: file))
        expected.append(.mail(longest: Int64(size)))
      case .checkedData, .data:
        let folder = place(side, name)
        try SampleCourse.fill(try made("\(folder)/recording.bin"), with: size, seed: side == .proposer ? 1 : 2)
        gives.append(itemClass == .data ? .data(folder: folder) : .smallData(folder: folder))
        expected.append(.item(try Self.recording(longest: Int64(size))))
      case .reversibleLock, .unsecured: preconditionFailure("no cell has it among its usual items")
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
