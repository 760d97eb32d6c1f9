namespace LambdaSpeed.State;

/// <summary>A value of keyed state, and when it is gone.</summary>
internal readonly record struct Expiring<T>(T Value, long ExpiresAt) : IStored<T, Expiring<T>>
{
    public static Expiring<T> Of(T value, long expiresAt) => new(value, expiresAt);

    public static ICodec<Expiring<T>> CodecOf(ICodec<T> value) => new ExpiringCodec<T>(value);
}
