using LambdaSpeed.Windows;

namespace LambdaSpeed;

public partial class Stream<T>
{
    /// <summary>Divides the whole stream into windows of event time, without keys. All of it meets in one task: where that is too much,
    /// aggregate by key in a first step, and the results of that in a second.</summary>
    /// <remarks>Results have the key <see cref="Global.Key"/>.</remarks>
    /// <param name="windows">Which windows: <c>Window.Tumbling(TimeSpan.FromHours(1))</c>.</param>
    public WindowedStream<Global, T> Window(Window windows) => All(this).Window(windows);

    /// <summary>Divides the whole stream into windows of so many tuples, without keys, in the order in which they come. All of it meets in
    /// one task.</summary>
    /// <inheritdoc cref="KeyedStream{TKey, T}.CountWindow(int, int)" path="/remarks|/param|/exception"/>
    public CountWindowedStream<Global, T> CountWindow(int size, int every = 0) => All(this).CountWindow(size, every);

    private static GroupedStream<T, Global, T> All(Stream<T> stream) => stream.GroupBy(static _ => default(Global), GlobalCodec.Instance);
}
