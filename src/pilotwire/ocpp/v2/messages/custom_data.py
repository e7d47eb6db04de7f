"""``customData`` of OCPP 2.0.1 (part 2, CustomDataType): the one object of the schemas that may carry anything."""

MAX_VENDOR_ID = 255  # CustomDataType.vendorId: string[0..255], required


class CustomData(dict[str, object]):
    """A JSON object as it came, kept whole; only its ``vendorId`` is checked."""

    __slots__ = ()

    @classmethod
    def from_wire(cls, value: object) -> "CustomData":
        """Take what the decoder read. The texts are those of msgspec, so that one table names their error code."""
        if not isinstance(value, dict):
            raise TypeError(f"Expected `object`, got `{type(value).__name__}` as custom data")
        if "vendorId" not in value:
            raise ValueError("Object missing required field `vendorId`")
        if not isinstance(value["vendorId"], str):
            raise TypeError(f"Expected `str`, got `{type(value['vendorId']).__name__}` as vendorId")
        if len(value["vendorId"]) > MAX_VENDOR_ID:
            raise ValueError(f"Expected `str` of length <= {MAX_VENDOR_ID} as vendorId")
        return cls(value)
