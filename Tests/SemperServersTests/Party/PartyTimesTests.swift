import Foundation
import SemperCoding
import SemperModel
import SemperServers
import Testing

/// An agreement says how long everything may take. One that leaves no time to open is refused when it is read, before anybody
/// locks money for an exchange that can only be called off.
@Suite struct PartyTimesTests {
  private func agreement(patience: String, closes: String, window: String, isDataForData: Bool = false) -> String {
    let data = isDataForData ? #"{"gives":"data","what":"goods"}"# : #"{"gives":"statement","what":"a receipt"}"#
    return #"{"arbiter":"https://arbiter.example","atLeast":"C","banks":[],"closes":"\#(closes)","#
      + #""expects":[{"expects":"data","what":5000000}],"gives":[\#(data)],"issuers":[],"#
      + #""patience":"\#(patience)","peer":"https://seller.example:8443","window":"\#(window)"}"#
  }

  private func isRead(_ text: String) throws -> Bool {
    do {
      _ = try PartyAgreement(json: CanonicalJSON.parse(Array(text.utf8)))
      return true
    } catch {
      #expect("\(error)".contains("closes"), "\(error)")
      return false
    }
  }

  @Test func closesThatLeaveNoTimeAreRefused() throws {
    #expect(try !isRead(agreement(patience: "PT10M", closes: "PT1H", window: "P1D")))
    #expect(try isRead(agreement(patience: "PT10M", closes: "P2D", window: "P1D")))
    // With data on both sides each has a window of its own.
    #expect(try !isRead(agreement(patience: "PT10M", closes: "P2D", window: "P1D", isDataForData: true)))
    #expect(try isRead(agreement(patience: "PT10M", closes: "P3D", window: "P1D", isDataForData: true)))
  }

  /// What the guide shows can be used as it stands.
  @Test func theGuidesAgreementCanBeKept() throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
    let guide = try String(contentsOf: folder.appending(path: "../../../docs/guides/exchanges.md"), encoding: .utf8)
    let blocks = guide.components(separatedBy: "```")
    let shown = try #require(blocks.first { $0.contains("\"arbiter\":\"https://arbiter.example\"") })
    let line = shown.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }.joined()
    #expect(try isRead(line))
  }
}
