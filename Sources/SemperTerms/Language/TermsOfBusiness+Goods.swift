extension TermsOfBusiness {
  /// What the documents of an item tell of goods that travel.
  public func telling(of item: String) -> Telling? { forms.first { $0.item == item }?.form.tells }

  /// The fields that say where goods are brought: addresses that are personal for the purpose of delivery.
  public var deliveryAddresses: [FieldPath] {
    personal.filter { $0.purpose == .delivery }.map(\.field).filter { path in
      fields(of: path.item).contains { $0.name == path.field && $0.field.type == .address }
    }
  }
}
