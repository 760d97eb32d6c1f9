namespace LambdaSpeed.Tests.Storage;

/// <summary>A change of a file that is not durable yet: bytes at an offset, or a new length.</summary>
internal sealed record SimulatedWrite(long Offset, byte[]? Bytes)
{
    public static SimulatedWrite OfLength(long length) => new(length, null);

    public void ApplyTo(SimulatedBytes target)
    {
        if (Bytes is null) target.SetLength(Offset);
        else target.Write(Offset, Bytes);
    }

    public SimulatedWrite TornAt(Random random) => Bytes is null ? this : this with { Bytes = Bytes[..random.Next(Bytes.Length + 1)] };

    /// <summary>The write in pieces that end at the disk's sectors.</summary>
    public IEnumerable<SimulatedWrite> Split(int sectorBytes)
    {
        for (var at = 0; at < Bytes!.Length;)
        {
            var length = Math.Min(Bytes.Length - at, sectorBytes - (int)((Offset + at) % sectorBytes));
            yield return new SimulatedWrite(Offset + at, Bytes[at..(at + length)]);
            at += length;
        }
    }
}
