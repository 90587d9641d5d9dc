"""Old office files (.doc, .wps, .xls, .et, .rtf, .odt), turned into new ones by LibreOffice."""

CONVERTED = {"word": "docx", "rtf": "docx", "odt": "docx", "excel": "xlsx", "ods": "xlsx"}
