namespace LambdaSpeed;

/// <summary>A spout that accepts tuples from elsewhere and has promised to emit them: when the run stops or drains, what was accepted is
/// emitted first.</summary>
public interface IAcceptingSpout
{
    /// <summary>From now on nothing more is accepted. Called between two calls of <see cref="ISpout{T}.Next"/>, perhaps several times; the
    /// spout is then asked for tuples until it has none at hand.</summary>
    void StopAccepting();
}
