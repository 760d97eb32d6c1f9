namespace LambdaSpeed.RabbitMQ;

/// <summary>A stream has lost what was to be read next.</summary>
internal static class StreamLoss
{
    public static RabbitMqException Expired(string server, string stream, long position, long first) => new(
        RabbitMqFault.PositionExpired,
        $"Retention of stream '{stream}' at {server} has passed the position {position} that reading is to go on at: the first message " +
        $"kept there is {first}. Remedy: keep more (x-max-age, x-max-length-bytes), or start with an empty place for checkpoints, which " +
        $"reads from {nameof(RabbitMqStreamOptions.Start)} and accepts the loss.");

    public static RabbitMqException BeyondEnd(string server, string stream, long position, long end) => new(
        RabbitMqFault.PositionBeyondEnd,
        $"Stream '{stream}' at {server} ends before the position {position} that reading is to go on at: " +
        (end == 0 ? "it has no message. " : $"its last message is {end - 1}. ") +
        $"It was deleted and declared again, or put back to an older copy. Remedy: see {nameof(RabbitMqStreamOptions.Streams)}, or start " +
        "with an empty place for checkpoints.");

    public static TaskFailedException FewerStreams(ComponentContext context, int known, int named)
    {
        var cause = new RabbitMqException(
            RabbitMqFault.FewerStreams,
            $"the checkpoint has positions of {known} streams, but " +
            $"{nameof(RabbitMqStreamOptions)}.{nameof(RabbitMqStreamOptions.Streams)} names {named}: messages of the others would be " +
            "missing. Remedy: name all streams that were read, in their order, and new ones behind them.");
        return new(
            context.Component, context.TaskIndex,
            $"Component '{context.Component}', task {context.TaskIndex}, cannot continue: {cause.Message}", cause);
    }
}
