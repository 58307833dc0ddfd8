public import SemperCoding
public import SemperExchange

/// What stands on one side of an agreement: a list of items, or a container of them. Written as an array or as an object.
public enum PartySide<Item: CanonicalValue & Hashable>: Hashable, Sendable, CanonicalValue {
  case list([Item])
  case container(ContainerOutline<Item>)

  public var items: [Item] {
    switch self {
    case .list(let items): items
    case .container(let outline): outline.entries.map(\.item)
    }
  }

  var outline: ContainerOutline<Item>? {
    if case .container(let outline) = self { outline } else { nil }
  }

  public var json: JSON {
    switch self {
    case .list(let items): items.json
    case .container(let outline): outline.json
    }
  }

  public init(json: JSON) throws(CodingError) {
    if case .object = json {
      self = .container(try ContainerOutline(json: json))
    } else {
      self = .list(try [Item](json: json))
    }
  }
}
