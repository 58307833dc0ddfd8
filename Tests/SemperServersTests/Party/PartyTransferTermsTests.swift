import SemperCoding
import SemperModel
import SemperServers
import Testing

/// What two parties leave out of a transfer stands in both their agreements, in one form only.
@Suite struct PartyTransferTermsTests {
  private func read(_ transfer: String, agent: String = "", gives: Bool = true) throws -> PartyAgreement {
    let (given, expected) =
      gives
      ? (#"[{"gives":"statement","what":"a word"}]"#, "[]")
      : (#"[{"gives":"statement","what":"a word"}]"#, #"[{"expects":"statement","what":"yours"}]"#)
    let arbiter = gives ? "" : #""arbiter":"https://arbiter.example","#
    let text =
      "{\(agent)\(arbiter)"
      + #""atLeast":"E","banks":[],"closes":"P2D","expects":\#(expected),"gives":\#(given),"issuers":[],"#
      + #""patience":"PT10M","peer":"https://peer.example","transfer":\#(transfer),"window":"P1D"}"#
    return try PartyAgreement(json: CanonicalJSON.parse(Array(text.utf8)))
  }

  @Test func whatIsLeftOutIsReadAndWritten() throws {
    let agreement = try read(#"{"confidential":false,"receipt":false}"#)
    #expect(agreement.transfer == PartyTransferTerms(isConfidential: false, asksReceipt: false))
    #expect(try PartyAgreement(canonicalBytes: agreement.canonicalBytes) == agreement)
  }

  @Test(arguments: [#"{}"#, #"{"receipt":true}"#, #"{"receipts":false}"#, #"{"origin":false}"#])
  func otherFormsAreRefused(_ transfer: String) {
    #expect(throws: CodingError.self) { try read(transfer) }
  }

  @Test func anAgentBringsWhatIsSignedFor() throws {
    let agent = #""agent":"https://agent.example","#
    #expect(throws: CodingError.self) { try read(#"{"receipt":false}"#, agent: agent) }
    #expect(try read(#"{"confidential":false}"#, agent: agent).agent != nil)
  }

  @Test func anExchangeDoesWithoutNothing() {
    #expect(throws: CodingError.self) { try read(#"{"receipt":false}"#, gives: false) }
  }
}
