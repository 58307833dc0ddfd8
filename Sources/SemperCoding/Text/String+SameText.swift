extension String {
  /// Whether both are the same bytes. To `==` texts are the same that Unicode calls equivalent: the Kelvin sign and the letter K.
  package func isSameText(as other: String) -> Bool {
    utf8.count == other.utf8.count && utf8.elementsEqual(other.utf8)
  }
}
