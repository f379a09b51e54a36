package main

import (
	"net/http"
	"net/smtp"
)

func send(w http.ResponseWriter, r *http.Request) {
	subject := "Subject: " + r.FormValue("subject") + "\r\n\r\nhello"
	// ruleid: go.mail.injection
	smtp.SendMail("mail:25", nil, "a@example.org", []string{"b@example.org"}, []byte(subject))
	// ruleid: go.mail.injection
	smtp.SendMail("mail:25", nil, r.FormValue("from"), []string{"b@example.org"}, []byte("hello"))
	// ok: go.mail.injection
	smtp.SendMail("mail:25", nil, "a@example.org", []string{"b@example.org"}, []byte("hello"))
	address, err := mail.ParseAddress(r.FormValue("to"))
	if err != nil {
		return
	}
	// ok: go.mail.injection
	smtp.SendMail("mail:25", nil, "a@example.org", []string{address.Address}, []byte("hello"))
	list, err := mail.ParseAddressList(r.FormValue("to"))
	if err != nil {
		return
	}
	// ok: go.mail.injection
	smtp.SendMail("mail:25", nil, "a@example.org", []string{list[0].Address}, []byte("hello"))
	// ok: go.mail.injection
	w.Write([]byte("sent"))
}
