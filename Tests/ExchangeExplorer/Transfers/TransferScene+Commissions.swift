import SemperCoding
import SemperCryptography
import SemperExchange
import SemperModel
import SemperStatements

// What a letter can be brought to a delivery agent with. Everybody has the letters and the commissions that have left.
extension TransferScene {
  struct Commission {
    let signed: SignedStatement
    /// Why no honest agent may act on it; `nil` for the one of the letter's sender.
    let flaw: String?
  }

  /// The sender's commission, and those by which somebody else could come before it.
  func commissions(of posted: Posted, _ number: Int, for place: Int) -> [Commission] {
    if let known = commissions[[number, place]] { return known }
    let found = (try? made(for: posted, place)) ?? []
    commissions[[number, place]] = found
    return found
  }

  private func made(for posted: Posted, _ place: Int) throws -> [Commission] {
    guard let manifest = posted.manifest else { return [] }
    let isOthers = manifest.sender == stand.other.publicKey
    let (sender, outsider) = isOthers ? (stand.other, stand.recipients[0].key) : (stand.sender, stand.other)
    func commission(
      _ flaw: String?, of transfer: Digest? = nil, by key: SigningKey? = nil, to agent: Thumbprint? = nil,
      envelope: ByteString?? = nil
    ) throws -> Commission {
      let key = key ?? sender
      let content = try TransferCommission(
        transfer: transfer ?? manifest.digest, sender: key.publicKey, recipient: recipients[place],
        agent: agent ?? stand.agent.thumbprint, envelope: envelope ?? posted.letter.envelope, destination: nil,
        issued: TransferStand.start)
      return Commission(signed: try SignedStatement(content, signedBy: [key]), flaw: flaw)
    }
    return try [
      commission(nil), commission("that its sender has not signed", by: outsider),
      commission("to another agent", to: stand.other.thumbprint),
      commission("for another transfer", of: "another transfer".documentDigest),
      commission("for another envelope", envelope: .some(ByteString([4, 5, 6]))),
    ]
  }
}
