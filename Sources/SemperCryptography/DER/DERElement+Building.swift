extension DERElement {
  /// A SEQUENCE of the fields that are there.
  public static func sequence(_ fields: [DERElement?]) -> DERElement {
    DERElement(.sequence, .constructed(fields.compactMap(\.self)))
  }

  /// A SET OF, in the order that DER prescribes.
  public static func set(_ elements: [DERElement]) -> DERElement {
    let sorted = elements.map { ($0, $0.encoded) }.sorted { $0.1.lexicographicallyPrecedes($1.1) }
    return DERElement(.set, .constructed(sorted.map(\.0)))
  }

  /// The same content under `[number] IMPLICIT`.
  public func implicit(_ number: Int) -> DERElement { DERElement(.context(number), content) }

  /// The element inside `[number] EXPLICIT`.
  public func explicit(_ number: Int) -> DERElement { DERElement(.context(number), .constructed([self])) }

  public static let null = DERElement(.null, .primitive([]))
}
