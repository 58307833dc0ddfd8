/// The tag of an ASN.1 element: one that ASN.1 itself assigns, or one that only means something where it stands.
public struct DERTag: Hashable, Sendable {
  enum Space: Sendable { case universal, context }

  let space: Space
  let number: Int

  public static let boolean = DERTag(space: .universal, number: 1)
  public static let integer = DERTag(space: .universal, number: 2)
  public static let bitString = DERTag(space: .universal, number: 3)
  public static let octetString = DERTag(space: .universal, number: 4)
  public static let null = DERTag(space: .universal, number: 5)
  public static let objectIdentifier = DERTag(space: .universal, number: 6)
  public static let enumerated = DERTag(space: .universal, number: 10)
  public static let utf8String = DERTag(space: .universal, number: 12)
  public static let sequence = DERTag(space: .universal, number: 16)
  public static let set = DERTag(space: .universal, number: 17)
  public static let numericString = DERTag(space: .universal, number: 18)
  public static let generalizedTime = DERTag(space: .universal, number: 24)
  public static let visibleString = DERTag(space: .universal, number: 26)

  /// `[number]`, as a field of a sequence or an alternative of a choice has it.
  public static func context(_ number: Int) -> DERTag { DERTag(space: .context, number: number) }
}
