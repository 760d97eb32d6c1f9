using LambdaSpeed;
using SuperWebAnalytics.Formats;

namespace SuperWebAnalytics.Requests;

/// <summary>When requests were made, in the order of the lines: one task must do this, for several would mix them.</summary>
/// <param name="formats">The format of each file.</param>
internal sealed class RequestTimes(IReadOnlyList<ILogFormat> formats) : Bolt<LogLine, DateTimeOffset>
{
    public override void Execute(LogLine input, Emitter<DateTimeOffset> output)
    {
        var format = formats[input.File];
        if (input.Offset == 0 && format.HasHeader) return;
        if (format.TryParse(input.Text, out var request) is null) output.Emit(request!.EventTime);
    }
}
