namespace LambdaSpeed.State;

/// <summary>A value of keyed state that does not expire.</summary>
internal readonly record struct Lasting<T>(T Value) : IStored<T, Lasting<T>>
{
    public long ExpiresAt => long.MaxValue;

    public static Lasting<T> Of(T value, long expiresAt) => new(value);

    public static ICodec<Lasting<T>> CodecOf(ICodec<T> value) => new LastingCodec<T>(value);
}
