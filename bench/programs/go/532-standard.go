// CWE-532: secrets in the log.
package main

import (
	"log"
	"log/slog"
	"os"
)

// == vulnerable: zap
func connect(config Config) {
	logger.Info("connect", zap.String("password", config.Password))
}
