public import SemperCoding
public import SemperStatements

/// That one side's piece of this number is not what was described. With its signed commitment and opening it convicts that
/// side before everybody.
public struct PieceProof: Hashable, Sendable, CanonicalValue {
  /// Who gave it.
  public let giver: ExchangeRole
  public let number: Int
  public let proof: ProofOfMisbehaviour

  public init(giver: ExchangeRole, number: Int, proof: ProofOfMisbehaviour) {
    self.giver = giver
    self.number = number
    self.proof = proof
  }

  public var json: JSON { .fields(["giver": giver.json, "number": number.json, "proof": proof.json]) }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    giver = try fields.value("giver")
    number = try fields.value("number")
    proof = try fields.value("proof")
    try fields.close()
    guard (1...ExchangeBody.mostItems).contains(number) else {
      throw CodingError(.outOfRange, "pieces count from 1 to \(ExchangeBody.mostItems)").inside("number")
    }
  }
}
