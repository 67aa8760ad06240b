namespace PortSentry.Coordinator.Accounts;

/// <summary>Base 32 as authenticator apps read it (RFC 4648, 6), without padding. Pure.</summary>
internal static class Base32
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private const int BitsOfLetter = 5;
    private const int BitsOfByte = 8;

    /// <summary>Bytes as letters.</summary>
    public static string Encode(ReadOnlySpan<byte> bytes)
    {
        var letters = new char[((bytes.Length * BitsOfByte) + BitsOfLetter - 1) / BitsOfLetter];
        var (held, bits, at) = (0, 0, 0);
        foreach (var value in bytes)
        {
            (held, bits) = ((held << BitsOfByte) | value, bits + BitsOfByte);
            for (; bits >= BitsOfLetter; bits -= BitsOfLetter)
                letters[at++] = Alphabet[(held >> (bits - BitsOfLetter)) & 31];
            held &= (1 << bits) - 1;
        }

        if (bits > 0)
            letters[at] = Alphabet[(held << (BitsOfLetter - bits)) & 31];
        return new string(letters);
    }

    /// <summary>Letters as bytes; false when one is none.</summary>
    public static bool TryDecode(string text, out byte[] bytes)
    {
        bytes = new byte[text.Length * BitsOfLetter / BitsOfByte];
        var (held, bits, at) = (0, 0, 0);
        foreach (var letter in text)
        {
            var value = Alphabet.IndexOf(char.ToUpperInvariant(letter), StringComparison.Ordinal);
            if (value < 0)
                return false;
            (held, bits) = ((held << BitsOfLetter) | value, bits + BitsOfLetter);
            if (bits < BitsOfByte)
                continue;
            bits -= BitsOfByte;
            bytes[at++] = (byte)(held >> bits);
            held &= (1 << bits) - 1;
        }

        return true;
    }
}
